import { afterEach, expect, test, vi } from 'vitest';
import { createWallClock } from '../../../src/tools/wallClock.ts';

afterEach(() => {
  vi.useRealTimers();
});

const NOW = 1_700_000_000_000;
/** Instead of the browser's `File`. */
const fileOf = (lastModified: unknown) =>
  function stamp(this: { lastModified: unknown }) {
    this.lastModified = lastModified;
  } as unknown as NonNullable<Parameters<typeof createWallClock>[0]['File']>;

test('in a page the time is that of a new file, whatever stands in the place of Date', () => {
  vi.useFakeTimers({ now: 0, toFake: ['Date'] });
  expect(createWallClock({ Date, File: fileOf(NOW), document: {} })()).toBe(NOW);
  expect(createWallClock({ Date, File, document: {} })()).toBeGreaterThan(NOW);
});

test('in a worker, and where files have no time, it is that of Date', () => {
  const clock = { now: () => 5 };
  expect(createWallClock({ Date: clock, File: fileOf(NOW) })()).toBe(5);
  expect(createWallClock({ Date: clock, File: fileOf(null), document: {} })()).toBe(5);
  expect(createWallClock({ Date: clock, document: {} })()).toBe(5);
});
