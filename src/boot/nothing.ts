import type { Rewindow } from './face.ts';
import { VERSION } from './version.ts';

/** The face of an agent that has no page: code that is rendered on a server may import and call it. */
export function createNothing(): Rewindow {
  const nothing = () => undefined;
  return {
    ...{ init: nothing, identify: nothing, track: nothing, mark: nothing, stop: nothing, end: nothing },
    status: () => Promise.resolve({ version: VERSION, phase: 'unsupported', reasons: ['there is no page here'] }),
  };
}
