import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RawBody } from 'rewindow/redaction';
import { mediaTypeOf } from './headers.ts';

/** What goes over a stream: its size, and where it is wanted its beginning. */
interface Collected {
  byteCount(): number;
  /** Puts back what was there before. */
  end(): RawBody | undefined;
}

/** More can't be redacted in a few milliseconds, and is not kept. */
const KEPT_BYTES_MAX = 100_000;
const FORM = 'application/x-www-form-urlencoded';

/** Sees what comes in without reading it away from the application: Node hands each part to `push` before anybody reads it. */
export function collectRequest(request: IncomingMessage, isWanted: boolean): Collected {
  const kept = createKept(isWanted);
  const { push } = request;
  const restore = replace(request, 'push', push, ([chunk, encoding]) => kept.note(chunk, encoding));
  return {
    byteCount: kept.byteCount,
    end() {
      restore();
      const type = mediaTypeOf(request.headers['content-type']);
      return kept.describe(type, request.headers['content-encoding']);
    },
  };
}

/** Sees what the application writes. */
export function collectResponse(response: ServerResponse, isWanted: boolean): Collected {
  const kept = createKept(isWanted);
  let isEnding = false;
  const note = ([chunk, encoding]: unknown[]) => {
    // `end` may write what it was given by `write`.
    if (!isEnding) kept.note(chunk, encoding);
  };
  const { write, end } = response;
  const restoreWrite = replace(response, 'write', write, note);
  const restoreEnd = replace(response, 'end', end, (args) => {
    note(args);
    isEnding = true;
  });
  return {
    byteCount: kept.byteCount,
    end() {
      restoreEnd();
      restoreWrite();
      const encoding = response.getHeader('content-encoding');
      return kept.describe(mediaTypeOf(response.getHeader('content-type')), encoding);
    },
  };
}

function createKept(isWanted: boolean) {
  let byteCount = 0;
  let keptBytes = 0;
  let chunks: Buffer[] = [];
  return {
    byteCount: () => byteCount,
    note(chunk: unknown, encoding: unknown) {
      const bytes = toBytes(chunk, encoding);
      if (bytes === undefined) return;
      byteCount += bytes.length;
      if (!isWanted || keptBytes > KEPT_BYTES_MAX) return;
      keptBytes += bytes.length;
      if (keptBytes > KEPT_BYTES_MAX) chunks = [];
      else chunks.push(Buffer.from(bytes));
    },
    describe(type: string, encoding: unknown): RawBody | undefined {
      if (!isWanted || byteCount === 0) return undefined;
      if (typeof encoding === 'string' && encoding !== 'identity') return { type, note: 'compressed' };
      if (keptBytes > KEPT_BYTES_MAX) return { type, note: 'too long' };
      const text = Buffer.concat(chunks).toString();
      return type === FORM ? { type, fields: [...new URLSearchParams(text)] } : { type, text };
    },
  };
}

function toBytes(chunk: unknown, encoding: unknown): Uint8Array | undefined {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk !== 'string') return undefined;
  const name = typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
  return Buffer.from(chunk, name);
}

/** Looks at the arguments of a method of this one object, then calls it as it was. Somebody else may replace it in turn. */
function replace(
  owner: object,
  name: string,
  original: (...args: never[]) => unknown,
  look: (args: unknown[]) => void,
): () => void {
  let isActive = true;
  const replaced = function (this: unknown, ...args: unknown[]): unknown {
    try {
      if (isActive) look(args);
    } catch {
      // The exchange goes on, whatever it looks like.
    }
    return Reflect.apply(original, this, args);
  };
  Reflect.set(owner, name, replaced);
  return () => {
    isActive = false;
    if (Reflect.get(owner, name) !== replaced) return;
    Reflect.deleteProperty(owner, name);
    // Where somebody else had put a method of their own before.
    if (Reflect.get(owner, name) !== original) Reflect.set(owner, name, original);
  };
}
