import { patchMethod, type Method } from '../browser/patch.ts';
import { scrubStart } from '../tools/scrub.ts';
import { stopAll } from '../tools/stop.ts';
import type { RecordData } from '../wire/record.ts';
import { createBurst } from './burst.ts';
import { attempt } from './observe.ts';
import { printValue } from './printValue.ts';
import type { Tracker } from './tracker.ts';

const LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const;
const ARGUMENT_COUNT_MAX = 10;
const MESSAGE_LENGTH_MAX = 2_000;
/** Lines within a second that are recorded; more are counted by level. */
const LINE_COUNT_MAX = 50;

/** What the page writes to the console. The page's line comes first; ours can't cause another one. */
export const trackConsole: Tracker = (emit, scope) => {
  let isEmitting = false;
  let lineCount = 0;
  const burst = createBurst<RecordData<'console'>>(scope, LINE_COUNT_MAX, (data) => {
    isEmitting = true;
    try {
      emit({ kind: 'console', at: scope.now(), data });
    } finally {
      isEmitting = false;
    }
  });
  const printLine = (args: unknown[]): string => {
    const line = args.slice(0, ARGUMENT_COUNT_MAX).map((value) => printValue(value));
    return scrubStart(line.join(' '), MESSAGE_LENGTH_MAX, scope.privacy.message);
  };
  const observing =
    (level: (typeof LEVELS)[number]) =>
    (original: Method): Method =>
      function (...args) {
        const result = Reflect.apply(original, this, args);
        attempt(scope, () => {
          if (!isEmitting) burst.take(`${(lineCount += 1)}`, level, () => ({ level, message: printLine(args) }));
        });
        return result;
      };
  return stopAll([burst, ...LEVELS.map((level) => patchMethod(scope.window.console, level, observing(level)))]);
};
