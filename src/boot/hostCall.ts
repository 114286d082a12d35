import { toPlainRecord } from '../tools/plain.ts';
import { scrubStart } from '../tools/scrub.ts';
import type { Capture } from '../wire/record.ts';
import type { HostCall } from './face.ts';

const NAME_LENGTH_MAX = 200;

/** Whatever the host passes becomes plain, scrubbed JSON before anybody else sees it. */
export function toCapture({ method, at, name, more }: HostCall): Capture {
  const text = String(name);
  switch (method) {
    case 'identify':
      // The host's own name for its user is not scrubbed: often it is an address, and it is what operators search for.
      return { kind: 'identify', at, data: { user: text.slice(0, NAME_LENGTH_MAX), traits: toPlainRecord(more) } };
    case 'track':
      return { kind: 'custom', at, data: { name: scrubStart(text, NAME_LENGTH_MAX), data: toPlainRecord(more) } };
    case 'mark':
      return { kind: 'mark', at, data: { name: scrubStart(text, NAME_LENGTH_MAX) } };
  }
}
