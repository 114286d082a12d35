import { expect, test } from 'vitest';
import type { HostCall } from '../../../src/boot/face.ts';
import { createStanding } from '../../../src/boot/standing.ts';

const call = (method: HostCall['method'], name?: unknown): HostCall => ({ method, at: 1, name, more: undefined });

test('keeps what holds for the page, and the last word where only one can hold', () => {
  const standing = createStanding();
  expect(standing.keep(call('track', 'a'))).toBe(false);
  for (const said of [call('identify', 'ada'), call('mask', '.a'), call('pause'), call('mask', '.b'), call('resume')]) {
    expect(standing.keep(said)).toBe(true);
  }
  standing.keep(call('identify', 'eve'));
  expect(standing.calls().map(({ method, name }) => [method, name])).toEqual([
    ['mask', '.a'],
    ['mask', '.b'],
    ['resume', undefined],
    ['identify', 'eve'],
  ]);
  expect(standing.isPaused()).toBe(false);
  standing.keep(call('pause'));
  expect(standing.isPaused()).toBe(true);
});

test('marks are kept, however often a page has set its context or named its data', () => {
  const standing = createStanding();
  for (let count = 0; count < 1_000; count += 1) {
    standing.keep(call('setContext', { route: count }));
    standing.keep(call('provide', 'cart'));
  }
  standing.keep(call('mask', '.secret'));
  const calls = standing.calls().map(({ method, name }) => [method, name]);
  expect(calls).toContainEqual(['mask', '.secret']);
  expect(calls).toContainEqual(['setContext', { route: 999 }]);
  expect(calls.filter(([method]) => method === 'provide')).toHaveLength(1);
});

test('a page that says the same for ever fills nothing', () => {
  const standing = createStanding();
  for (let count = 0; count < 5_000; count += 1) standing.keep(call('mask', `.c${String(count)}`));
  expect(standing.calls().length).toBeLessThanOrEqual(500);
});
