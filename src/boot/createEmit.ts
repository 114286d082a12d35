import type { Later } from '../capture/later.ts';
import type { Emit } from '../capture/tracker.ts';

/** Two ways to the intake; both keep the order in which things were captured, and nothing goes there in a pause. */
export interface Emits {
  /** At once, behind all that was captured before. */
  emit: Emit;
  /** When the page has answered its user. */
  emitLater: Emit;
}

export function createEmit(later: Later, isPaused: () => boolean, take: Emit): Emits {
  return {
    emit(capture) {
      later.flush();
      if (!isPaused()) take(capture);
    },
    emitLater(capture) {
      if (isPaused()) return;
      later.do(() => {
        take(capture);
      });
    },
  };
}
