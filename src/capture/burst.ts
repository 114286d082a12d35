import type { Stoppable } from '../tools/stop.ts';
import { createDelay } from './observe.ts';
import type { CaptureScope } from './tracker.ts';

const BURST_MS = 1_000;

/** What comes in a burst is recorded once for each key; then one record says for how many more it stands. */
export interface Burst<T> extends Stoppable {
  /** @param group stands in for the key where there are too many keys */
  take(key: string, group: string, describe: () => T): void;
}

/** @param keyCountMax so many keys are told apart within a second */
export function createBurst<T extends { count?: number | undefined }>(
  scope: CaptureScope,
  keyCountMax: number,
  say: (data: T) => void,
): Burst<T> {
  let kept = new Map<string, { data: T; count: number }>();
  const delay = createDelay(scope, BURST_MS, () => {
    const burst = kept;
    kept = new Map();
    for (const { data, count } of burst.values()) if (count > 0) say({ ...data, count });
  });
  return {
    take(key, group, describe) {
      const place = kept.has(key) || kept.size < keyCountMax ? key : group;
      const known = kept.get(place);
      if (known) known.count += 1;
      else {
        const data = describe();
        kept.set(place, { data, count: 0 });
        delay.begin();
        say(data);
      }
    },
    stop() {
      delay.flush();
      delay.stop();
    },
  };
}
