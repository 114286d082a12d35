import { startReading, type ReadText } from './readStart.ts';
import { isJsonType, type BodyLimits, type RawBody } from './describeBody.ts';
import { READ_BYTES_MAX } from './requestBody.ts';

/** What is read beyond the part that is kept: a secret may stand across the cut. */
const SLACK_BYTES = 2_000;

export interface Reading {
  done: Promise<ReadText>;
  stop(): void;
}

/**
 * A clone of an answer, read beside the page: the page's own copy gets each part at the same moment as before. A longer JSON
 * body than can be redacted in a few milliseconds is not read at all.
 */
export function readAnswer(answer: Response, type: string, limits: BodyLimits): Reading | RawBody | undefined {
  if (answer.body === null) return undefined;
  if (answer.bodyUsed || answer.body.locked) return { type, note: 'read by the page before it was seen' };
  if (Number(answer.headers.get('content-length')) > READ_BYTES_MAX) return { type, note: 'too long' };
  const { body } = answer.clone();
  const bytesMax = isJsonType(type) ? READ_BYTES_MAX : Math.min(READ_BYTES_MAX, limits.maxBytes + SLACK_BYTES);
  return body ? startReading(body, bytesMax) : undefined;
}

/** The answer of an XMLHttpRequest has come as a whole when it ends. */
export function readXhr(xhr: XMLHttpRequest, type: string, loadedBytes = 0): RawBody {
  if (xhr.readyState !== XMLHttpRequest.DONE) return { type, note: 'not finished' };
  if (loadedBytes > READ_BYTES_MAX) return { type, note: 'too long' };
  if (xhr.responseType === '' || xhr.responseType === 'text') return { type, text: xhr.responseText };
  return xhr.responseType === 'json' ? { type, text: JSON.stringify(xhr.response) } : { type, note: 'binary' };
}
