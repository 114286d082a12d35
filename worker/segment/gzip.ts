import { gzipSync } from 'fflate';

/** Compression in software: the one importer of fflate. */
export function gzip(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(bytes, { level: 5, mtime: 0 }));
}
