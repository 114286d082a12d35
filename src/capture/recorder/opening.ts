import type { Stoppable } from '../../tools/stop.ts';
import type { RecorderScope } from '../recorder.ts';
import { whenParsed } from './leaving.ts';

/** The first steps of a recorder, as soon as the document has been parsed: each in its turn, where there are turns. */
export interface Opening extends Stoppable {
  /** Has the steps that are left come before the action: none, where the document is still being parsed. */
  before(action: () => void): () => void;
}

export function createOpening(scope: RecorderScope, steps: readonly (() => void)[]): Opening {
  const { turns, guard } = scope;
  let left: (() => void)[] = [];
  const step = guard(() => left.shift()?.());
  const complete = () => {
    while (left.length > 0) step();
  };
  const parsed = whenParsed(scope, () => {
    left = [...steps];
    if (!turns) complete();
    for (const _ of left) {
      turns?.add(() => {
        step();
        return undefined;
      });
    }
    turns?.soon();
  });
  return {
    before: (action) => () => {
      complete();
      action();
    },
    stop() {
      left = [];
      parsed.stop();
    },
  };
}
