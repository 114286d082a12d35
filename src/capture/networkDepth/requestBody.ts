import type { RawBody } from './describeBody.ts';

/** Characters of a request's text that are looked at: what is longer would take too long to redact. */
export const READ_BYTES_MAX = 100_000;
/** Of one form; more are not read. */
const FIELD_COUNT_MAX = 500;
const FORM = 'application/x-www-form-urlencoded';

/**
 * What a page sends, as far as that can be told without consuming or copying it.
 * @param type what the page's own header says; empty where it has none
 */
export function readRequestBody(body: unknown, type: string): RawBody | undefined {
  if (typeof body === 'string') return readText(body, type || 'text/plain');
  if (body instanceof URLSearchParams) return readFields(body, type || FORM, () => '');
  if (body instanceof FormData) return readFields(body, 'multipart/form-data', describeFile);
  if (body instanceof Blob) return { type: type || body.type.toLowerCase(), note: describeFile(body) };
  if (body instanceof ReadableStream) return { type, note: 'a stream' };
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return { type, note: 'binary' };
  return undefined;
}

function readText(body: string, type: string): RawBody {
  if (body.length > READ_BYTES_MAX) return { type, note: 'too long' };
  return type === FORM ? readFields(new URLSearchParams(body), type, () => '') : { type, text: body };
}

function readFields(form: URLSearchParams | FormData, type: string, describe: (file: Blob) => string): RawBody {
  const fields: [string, string][] = [];
  let length = 0;
  for (const [name, value] of form) {
    const text = typeof value === 'string' ? value : describe(value);
    length += name.length + text.length;
    if (length > READ_BYTES_MAX || fields.length >= FIELD_COUNT_MAX) return { type, note: 'too long' };
    fields.push([name, text]);
  }
  return { type, fields };
}

/** Not its name: that is the user's own. */
function describeFile({ size }: Blob): string {
  return `a file of ${size} bytes`;
}
