import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toFailure } from '../../../src/feedback/question.ts';
import {
  afterFailure,
  afterReply,
  afterStream,
  begin,
  MODES,
  pause,
  waitMsOf,
  type ChannelState,
  type ModeWish,
  type StreamEnd,
} from '../../../src/feedback/schedule.ts';

/** Streams don't get through here. */
const STARTED: ChannelState = { ...begin('auto'), mode: 'held', betterAt: Infinity };
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
  state = afterReply({ ...state, betterAt: held.at + 10 * 60_000 }, held.at + 11 * 60_000);
  expect(state.mode).toBe('held');
});

test('does not take a monitor that is down for a proxy that cuts', () => {
  let state: ChannelState = afterReply(STARTED, 0);
  for (let failure = 0; failure < 10; failure += 1) state = afterFailure(state, lost, { ...held, heldMs: 3 });
  expect(state.mode).toBe('held');
});

test('a reply ends every back-off', () => {
  const forced = begin('held', false);
  const failed = afterFailure(afterFailure(forced, { ...lost, retryAfterMs: 9_000 }, held), lost, held);
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

const cut: StreamEnd = { at: 100_000, livedMs: 400 };
const TEN_MINUTES_MS = 10 * 60_000;

test('begins with a stream, and comes back to it when the monitor ends it, spread over a second', () => {
  const state = afterStream(afterReply(begin('auto', false), 0), { at: 600_000, livedMs: 600_000 });
  expect([state.mode, state.failureCount, pause(state, 0), pause(state, 1)]).toEqual(['stream', 0, 50, 1_050]);
});

test.each<[string, Partial<StreamEnd>]>([
  ['nothing comes in time', { livedMs: undefined, isLate: true, failure: lost }],
  ['the browser reads no streams', { livedMs: undefined, isUnfit: true, failure: lost }],
])('holds requests instead when %s, and tries a stream again after ten minutes', (_what, end) => {
  let state = afterStream(begin('auto', false), { ...cut, ...end });
  expect(state.mode).toBe('held');
  state = afterReply(state, cut.at + TEN_MINUTES_MS - 1);
  expect(state.mode).toBe('held');
  expect(afterReply(state, cut.at + TEN_MINUTES_MS).mode).toBe('stream');
});

test('three streams in a row that are cut soon are enough; one that lasts is none of them', () => {
  let state = begin('auto', false);
  for (const livedMs of [400, 400, 60_000, 400, 400]) {
    state = afterStream(afterReply(state, cut.at), { ...cut, livedMs });
    expect(state.mode).toBe('stream');
  }
  expect(afterStream(afterReply(state, cut.at), cut).mode).toBe('held');
});

const busy = { message: '429', isRefusal: false, retryAfterMs: 30_000 };

test('a stream for which there is no room becomes a held request, that becomes polling; each better way is tried again', () => {
  let state = afterStream(begin('auto', false), { ...cut, livedMs: undefined, failure: busy });
  expect([state.mode, waitMsOf(state), pause(state, 0)]).toEqual(['held', 25_000, 30_000]);
  state = afterFailure(state, busy, { at: cut.at, heldMs: 5, waitMs: waitMsOf(state) });
  expect([state.mode, waitMsOf(state), pause(state, 0)]).toEqual(['polling', 0, 30_000]);
  state = afterReply(state, cut.at + TEN_MINUTES_MS);
  expect(state.mode).toBe('held');
  expect(afterReply(state, cut.at + 2 * TEN_MINUTES_MS).mode).toBe('stream');
});

test('a question that is not held says nothing of streams, whatever it is told', () => {
  expect(afterFailure(begin('auto'), busy, { at: 0, heldMs: 0, waitMs: 0 }).mode).toBe('stream');
});

test('a monitor that answers with errors is asked by held requests after three', () => {
  let state = begin('auto', false);
  const failed: StreamEnd = { at: cut.at, livedMs: undefined, failure: { message: '500', isRefusal: false } };
  for (const mode of ['stream', 'stream', 'held']) {
    state = afterStream(state, failed);
    expect(state.mode).toBe(mode);
  }
});

test('a key or an origin that is refused is no reason to give streams up', () => {
  let state = begin('auto', false);
  for (let count = 0; count < 10; count += 1) {
    state = afterStream(state, { at: count, livedMs: undefined, failure: { message: '403', isRefusal: true } });
  }
  expect(state.mode).toBe('stream');
});

const END = fc.record({
  what: fc.constantFrom('reply', 'failure', 'stream'),
  at: fc.nat(10_000_000),
  livedMs: fc.option(fc.nat(700_000), { nil: undefined }),
  isLate: fc.boolean(),
  isRefusal: fc.boolean(),
  retryAfterMs: fc.option(fc.integer({ min: 1, max: 600_000 }), { nil: undefined }),
});

test('whatever happens: what is forced stays, Retry-After is obeyed, nothing is asked without a breath', () => {
  const wishes: ModeWish[] = ['auto', ...MODES];
  fc.assert(
    fc.property(
      fc.constantFrom(...wishes),
      fc.array(END),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (wish, ends, random) => {
        let state = begin(wish);
        for (const { what, at, livedMs, isLate, isRefusal, retryAfterMs } of ends) {
          const failure = { message: 'x', isRefusal, ...(retryAfterMs !== undefined && { retryAfterMs }) };
          if (what === 'reply') state = afterReply(state, at);
          else if (what === 'failure')
            state = afterFailure(state, failure, { at, heldMs: 5_000, waitMs: waitMsOf(state) });
          else if (state.mode === 'stream') state = afterStream(state, { at, livedMs, isLate, failure });
          if (wish !== 'auto') expect(state.mode).toBe(wish);
          expect(pause(state, random)).toBeGreaterThanOrEqual(state.retryAfterMs ?? 50);
          expect(pause(state, random)).toBeLessThanOrEqual(750_000);
        }
      },
    ),
  );
});

test('a wait that is longer than timers last is cut to an hour, so that it does not become none at all', () => {
  for (const given of ['3600', '9999999', '1e300', 'Infinity']) {
    const failure = toFailure(new Response(null, { status: 503, headers: { 'retry-after': given } }));
    expect(pause(afterFailure(STARTED, failure, held), 1)).toBe(4_500_000);
  }
});

test('who is asked too often and does not say until when is left alone for half a minute', () => {
  const failure = toFailure(new Response(null, { status: 429 }));
  expect(pause(afterFailure(STARTED, failure, held), 0)).toBe(30_000);
});
