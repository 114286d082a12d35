import type { Rewindow } from './face.ts';
import { VERSION } from './version.ts';

/** The face of an agent that has no page: code that is rendered on a server may import and call it. */
export function createNothing(): Rewindow {
  const nothing = () => undefined;
  return {
    ...{ init: nothing, identify: nothing, track: nothing, mark: nothing, setContext: nothing, provide: nothing },
    ...{ mask: nothing, unmask: nothing, block: nothing, pause: nothing, resume: nothing, consent: nothing },
    ...{ stop: nothing, end: nothing, on: () => nothing },
    status: () => Promise.resolve({ version: VERSION, phase: 'unsupported', reasons: ['there is no page here'] }),
  };
}
