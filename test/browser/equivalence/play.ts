import type { Cast } from './cast.ts';
import type { Does, Operation } from './operation.ts';
import { LOOKS } from './playLooks.ts';
import { STATE } from './playState.ts';
import { TREE } from './playTree.ts';

/** What each kind of operation does to the page, at once. */
export type Plays<D extends Does> = { [K in D]: (cast: Cast, operation: Extract<Operation, { does: K }>) => void };

/** What of a program is about time, and not about the page. */
export type Control = Extract<Operation, { does: 'tick' | 'slice' | 'flush' | 'checkpoint' | 'rest' }>;
export type Act = Exclude<Operation, Control>;

const ALL: Plays<Act['does']> = { ...TREE, ...LOOKS, ...STATE };

/** What the browser refuses (a rule that may not stand there, a frame that is gone) is left undone. */
export function play(cast: Cast, operation: Act): void {
  try {
    (ALL[operation.does] as (cast: Cast, operation: Act) => void)(cast, operation);
  } catch (error) {
    if (!isDomException(error)) throw error;
  }
}

/** Those of frames are of other classes. */
function isDomException(error: unknown): boolean {
  return typeof error === 'object' && error !== null && error.constructor.name === 'DOMException';
}
