/** The tag that puts the agent on a page. Keys have no characters that HTML would have to escape. */
export function scriptTag(monitor: string, appKey: string): string {
  return `<script src="${monitor}/agent/rewindow.js" data-app="${appKey}" data-monitor="${monitor}" async></script>`;
}

/** Origins out of a text with one per line (or separated by blanks or commas), and what is none. */
export function parseOrigins(text: string): { origins: string[]; refused: string[] } {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const origins = words.flatMap((word) => toOrigin(word) ?? []);
  return { origins: [...new Set(origins)], refused: words.filter((word) => toOrigin(word) === undefined) };
}

function toOrigin(word: string): string | undefined {
  if (word === '*') return word;
  if (!URL.canParse(word)) return undefined;
  const { origin, protocol } = new URL(word);
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}
