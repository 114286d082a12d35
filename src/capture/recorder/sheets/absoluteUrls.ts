const ADDRESS = /url\(\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|((?:\\.|[^)"'\\\s])*))\s*\)/gi;
/** Parts of the same document, and what names no place that one could get to from another one. */
const PLACELESS = /^(?:#|data:|blob:|$)/i;

/** Addresses in a style sheet stand for places next to it; where its text goes, they have to say the whole way. */
export function absoluteUrls(css: string, base: string): string {
  if (!/url\(/i.test(css)) return css;
  return css.replace(ADDRESS, (all: string, double?: string, single?: string, bare?: string) => {
    const path = double ?? single ?? bare ?? '';
    if (PLACELESS.test(path)) return all;
    try {
      return `url(${JSON.stringify(new URL(path, base).href)})`;
    } catch {
      return all;
    }
  });
}
