import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterFailure,
  afterReply,
  pause,
  STARTED,
  waitMsOf,
  type ChannelState,
} from '../../../src/feedback/schedule.ts';

const lost = { message: 'network', isRefusal: false };
const held = { at: 100_000, heldMs: 12_000, waitMs: 25_000 };

test('asks at once first, then holds', () => {
  expect(waitMsOf(STARTED)).toBe(0);
  const next = afterReply(STARTED, 0);
  expect(waitMsOf(next)).toBe(25_000);
  expect(pause(next, 0.5)).toBe(50);
});

test('polls after three held requests that were cut, and tries holding again later', () => {
  let state: ChannelState = afterReply(STARTED, 0);
  for (let cut = 0; cut < 3; cut += 1) state = afterFailure(state, lost, held);
  expect(state.mode).toBe('polling');
  state = afterReply(state, held.at + 1_000);
  expect(state.mode).toBe('polling');
  expect(waitMsOf(state)).toBe(0);
  expect(pause(state, 0.5)).toBe(15_000);
  state = afterReply(state, held.at + 11 * 60_000);
  expect(state.mode).toBe('held');
});

test('does not take a monitor that is down for a proxy that cuts', () => {
  let state: ChannelState = afterReply(STARTED, 0);
  for (let failure = 0; failure < 10; failure += 1) state = afterFailure(state, lost, { ...held, heldMs: 3 });
  expect(state.mode).toBe('held');
});

test('a reply ends every back-off', () => {
  const failed = afterFailure(afterFailure(STARTED, { ...lost, retryAfterMs: 9_000 }, held), lost, held);
  expect(pause(afterReply(failed, 1), 1)).toBe(50);
});

test('Retry-After is obeyed, never undercut', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_600_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (ms, random) => {
      const state = afterFailure(STARTED, { ...lost, retryAfterMs: ms }, held);
      expect(pause(state, random)).toBeGreaterThanOrEqual(ms);
    }),
  );
});

test('failures in a row wait longer and longer, between half a second and a minute and a half', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, random) => {
      let state: ChannelState = STARTED;
      for (let failure = 0; failure < count; failure += 1) state = afterFailure(state, lost, { ...held, heldMs: 5 });
      expect(pause(state, random)).toBeGreaterThanOrEqual(500);
      expect(pause(state, random)).toBeLessThanOrEqual(90_000);
    }),
  );
});

test('a refusal waits minutes', () => {
  const state = afterFailure(STARTED, { message: '403', isRefusal: true }, held);
  expect(pause(state, 0)).toBeGreaterThanOrEqual(150_000);
});
