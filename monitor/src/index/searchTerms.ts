/** More words than these don't narrow a search any further. */
const WORD_COUNT_MAX = 20;

/**
 * What somebody typed, as a query of FTS5: every word must occur, each as the beginning of a word. Quotes make operators of
 * the query language plain words. Undefined where there is no word.
 */
export function parseSearchTerms(text: string): string | undefined {
  const words = text.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (words.length === 0) return undefined;
  return words
    .slice(0, WORD_COUNT_MAX)
    .map((word) => `"${word}"*`)
    .join(' ');
}

/** A pattern for LIKE … ESCAPE '\' that finds the text anywhere. */
export function encodeLikePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}
