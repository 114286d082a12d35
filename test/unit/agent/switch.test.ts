import { expect, test } from 'vitest';
import { watchSwitch } from '../../../src/boot/life.ts';
import { createPageStorage } from '../../../src/browser/storage.ts';
import { writeDisabled } from '../../../src/session/disabled.ts';
import { createMapStorage } from './mapStorage.ts';

test('an agent that is off for longer than timers last waits as long as they do, and does not begin anew all the time', () => {
  const area = createMapStorage();
  const storage = createPageStorage(() => area, 'shop');
  const waits: number[] = [];
  const natives = {
    setTimeout: (_callback: () => void, ms: number) => waits.push(ms),
    clearTimeout: () => undefined,
  };
  const nothing = () => undefined;
  const page = { storage, natives, window: new EventTarget(), clock: { now: () => 1_000 } };
  const watch = (untilAt: number) => {
    writeDisabled(storage, { untilAt, issuedAt: 0 });
    watchSwitch(page as never, { ...page, app: 'shop', restart: nothing } as never).stop();
  };
  watch(6_000);
  // The clock was set back by years.
  watch(1e12);
  watch(Infinity);
  expect(waits).toEqual([5_000, 2 ** 31 - 1]);
});
