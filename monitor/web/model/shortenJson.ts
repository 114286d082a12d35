/** Strings longer than this are images or sources that nobody reads in a list. */
const STRING_LENGTH_MAX = 2_000;

/** A value as indented JSON, with long strings cut and the number of characters that were left out. */
export function shortenJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? shorten(part) : part), 2);
}

function shorten(text: string): string {
  if (text.length <= STRING_LENGTH_MAX) return text;
  return `${text.slice(0, 200)}… (${String(text.length - 200)} more characters)`;
}
