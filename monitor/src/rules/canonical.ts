import { createHash } from 'node:crypto';
import { canonicalJson } from 'rewindow/wire';

export { canonicalJson };

/** SHA-256 of the canonical JSON, in hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
