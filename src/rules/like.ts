/** Longest pattern; the operator's text, but nobody may have checked it. */
const PATTERN_LENGTH_MAX = 200;
/** A longer text is like nothing. */
const TEXT_LENGTH_MAX = 10_000;

/**
 * Whether the whole text is like the pattern, in which `*` stands for any run of characters, also an empty one; everything else
 * for itself. Undefined where the pattern is too long. One pass over the text, whatever the pattern.
 */
export function matchLike(text: string, pattern: string): boolean | undefined {
  if (pattern.length > PATTERN_LENGTH_MAX) return undefined;
  if (text.length > TEXT_LENGTH_MAX) return false;
  const pieces = pattern.split('*');
  const first = pieces.shift() ?? '';
  const last = pieces.pop();
  if (last === undefined) return text === first;
  let place = first.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, place);
    if (found < 0) return false;
    place = found + piece.length;
  }
  return text.startsWith(first) && text.endsWith(last) && place <= text.length - last.length;
}
