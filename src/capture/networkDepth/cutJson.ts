const ENCODER = new TextEncoder();

export function countBytes(text: string): number {
  return ENCODER.encode(text).length;
}

/**
 * A value as JSON in at most so many bytes. What doesn't fit is left out from its end: entries of objects and lists, and the
 * rest of a text. What comes out is JSON still; undefined where not even an empty form of the value fits.
 */
export function cutJson(value: unknown, bytesMax: number): { text: string; isCut: boolean } | undefined {
  const whole = JSON.stringify(value);
  if (countBytes(whole) <= bytesMax) return { text: whole, isCut: false };
  const text = print(value, bytesMax);
  return text === undefined ? undefined : { text, isCut: true };
}

function print(value: unknown, bytesMax: number): string | undefined {
  if (typeof value === 'string') return printText(value, bytesMax);
  if (Array.isArray(value)) {
    const items = value.map((item): Entry => ['', item]);
    return printEntries('[', items, ']', bytesMax);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]): Entry => [`${JSON.stringify(key)}:`, item]);
    return printEntries('{', entries, '}', bytesMax);
  }
  const text = JSON.stringify(value);
  return text.length <= bytesMax ? text : undefined;
}

type Entry = [start: string, value: unknown];

function printEntries(open: string, entries: Entry[], close: string, bytesMax: number): string | undefined {
  let leftBytes = bytesMax - 2;
  if (leftBytes < 0) return undefined;
  const printed: string[] = [];
  for (const [start, value] of entries) {
    const startBytes = countBytes(start) + (printed.length > 0 ? 1 : 0);
    const text = print(value, leftBytes - startBytes);
    if (text === undefined) break;
    printed.push(start + text);
    leftBytes -= startBytes + countBytes(text);
  }
  return open + printed.join(',') + close;
}

function printText(text: string, bytesMax: number): string | undefined {
  const whole = JSON.stringify(text);
  if (countBytes(whole) <= bytesMax) return whole;
  if (bytesMax < 5) return undefined;
  // An escaped character takes up to six bytes; halving finds the length without printing each one.
  let [from, to] = [0, Math.min(text.length, bytesMax)];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if (countBytes(JSON.stringify(`${cutText(text, middle)}…`)) <= bytesMax) from = middle;
    else to = middle - 1;
  }
  return JSON.stringify(`${cutText(text, from)}…`);
}

/** Between characters, not within one. */
function cutText(text: string, length: number): string {
  const code = text.charCodeAt(length - 1);
  return text.slice(0, code >= 0xd800 && code < 0xdc00 ? length - 1 : length);
}

/** The beginning of a text in at most so many bytes. */
export function cutBytes(text: string, bytesMax: number): string {
  const { read } = ENCODER.encodeInto(text, new Uint8Array(bytesMax));
  return text.slice(0, read);
}
