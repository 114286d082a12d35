import { patchMethod, type Method } from '../browser/patch.ts';
import { scrubMessage, scrubStart } from '../tools/scrub.ts';
import { stopAll } from '../tools/stop.ts';
import { attempt } from './observe.ts';
import { printValue } from './printValue.ts';
import type { Tracker } from './tracker.ts';

const LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const;
const ARGUMENT_COUNT_MAX = 10;
const MESSAGE_LENGTH_MAX = 2_000;

/** What the page writes to the console. The page's line comes first; ours can't cause another one. */
export const trackConsole: Tracker = (emit, scope) => {
  let isEmitting = false;
  const say = (level: (typeof LEVELS)[number], args: unknown[]) => {
    if (isEmitting) return;
    isEmitting = true;
    try {
      emit({ kind: 'console', at: scope.now(), data: { level, message: printLine(args) } });
    } finally {
      isEmitting = false;
    }
  };
  const observing =
    (level: (typeof LEVELS)[number]) =>
    (original: Method): Method =>
      function (...args) {
        const result = Reflect.apply(original, this, args);
        attempt(scope, () => say(level, args));
        return result;
      };
  return stopAll(LEVELS.map((level) => patchMethod(scope.window.console, level, observing(level))));
};

function printLine(args: unknown[]): string {
  const line = args.slice(0, ARGUMENT_COUNT_MAX).map((value) => printValue(value));
  return scrubStart(line.join(' '), MESSAGE_LENGTH_MAX, scrubMessage);
}
