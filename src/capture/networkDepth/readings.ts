import { takeNatives } from '../../browser/natives.ts';
import type { Stoppable } from '../../tools/stop.ts';
import type { CaptureScope } from '../tracker.ts';
import { readAnswer } from './answerBody.ts';
import type { BodyLimits, RawBody } from './describeBody.ts';

/** What is read at the same time: with more, a page that loads hundreds of lists would hold each of them twice. */
const READING_COUNT_MAX = 8;
/** A clone that is not read to its end keeps the page's own `cancel()` waiting, so that it must end. */
const READING_MS_MAX = 10_000;

export interface Readings {
  /** What can be told at once; or a handle of what is being read, and is handed over at its end. */
  begin(
    answer: Response,
    type: string,
    limits: BodyLimits,
    onRead: (raw: RawBody) => void,
  ): { raw?: RawBody; reading?: Stoppable };
}

/** Reads clones of answers beside the page, few at a time and not for long. */
export function createReadings(scope: CaptureScope): Readings {
  const natives = takeNatives(scope.window);
  let runningCount = 0;
  return {
    begin(answer, type, limits, onRead) {
      if (runningCount >= READING_COUNT_MAX) return { raw: { type, note: 'too many at once' } };
      const found = readAnswer(answer, type, limits);
      if (!found) return {};
      if (!('done' in found)) return { raw: found };
      runningCount += 1;
      const timer = natives.setTimeout(found.stop, READING_MS_MAX);
      const end = scope.guard((raw: RawBody) => {
        runningCount -= 1;
        natives.clearTimeout(timer);
        onRead(raw);
      });
      found.done.then(
        (read) => end({ type, ...read }),
        () => end({ type, note: 'broken off' }),
      );
      return { raw: { type, note: 'not finished' }, reading: found };
    },
  };
}
