import type { WorkerScope } from '../scope.ts';

export interface Compressed {
  encoding: 'gzip' | 'identity';
  payload: Uint8Array<ArrayBuffer>;
}

type CompressScope = Pick<WorkerScope, 'CompressionStream' | 'DecompressionStream'>;

/**
 * One gzip member. The browser's compressor is known to return rubbish without an error now and then, so its result counts
 * only after it was unpacked again and was the same; else, and where there is none, the bytes stay as they are: a larger
 * segment, but a sound one.
 */
export async function compress(scope: CompressScope, bytes: Uint8Array<ArrayBuffer>): Promise<Compressed> {
  const payload = await compressNatively(scope, bytes);
  return payload === undefined ? { encoding: 'identity', payload: bytes } : { encoding: 'gzip', payload };
}

async function compressNatively(
  scope: CompressScope,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (scope.CompressionStream === undefined || scope.DecompressionStream === undefined) return undefined;
  try {
    const packed = await pipe(bytes, new scope.CompressionStream('gzip'));
    const unpacked = await pipe(packed, new scope.DecompressionStream('gzip'));
    return isEqual(bytes, unpacked) ? packed : undefined;
  } catch {
    return undefined;
  }
}

/** What `compress` has made, as text again. */
export async function unpack(scope: CompressScope, { encoding, payload }: Compressed): Promise<string> {
  const bytes =
    encoding === 'gzip' && scope.DecompressionStream !== undefined
      ? await pipe(payload, new scope.DecompressionStream('gzip'))
      : payload;
  return new TextDecoder().decode(bytes);
}

/** Safari throws on `Blob.stream()`: bytes are written to the stream instead. */
async function pipe(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  const writing = Promise.all([writer.write(bytes), writer.close()]);
  const [buffer] = await Promise.all([new Response(stream.readable).arrayBuffer(), writing]);
  return new Uint8Array(buffer);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  // A loop, not `every`: this runs over all that is recorded.
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
