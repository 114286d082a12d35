const ADDRESS = /url\(\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|((?:\\.|[^)"'\\\s])*))\s*\)/g;
/** Parts of the same document, and what names no place that one could get to from another one. */
const PLACELESS = /^(?:#|data:|blob:|$)/i;

/** Addresses in a style sheet stand for places next to it; where its text goes, they have to say the whole way. */
export function absoluteUrls(css: string, base: string): string {
  if (!css.includes('url(')) return css;
  return css.replace(ADDRESS, (all: string, double?: string, single?: string, bare?: string) => {
    const path = double ?? single ?? bare ?? '';
    return PLACELESS.test(path) ? all : `url(${JSON.stringify(absoluteUrl(path, base))})`;
  });
}

export function absoluteUrl(path: string, base: string): string {
  try {
    return new URL(path, base).href;
  } catch {
    return path;
  }
}
