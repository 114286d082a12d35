import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeIds, number, START_AT } from '../core/segments.ts';
import { createShelf, custom, follow, published, refusal, segment, trigger } from './following.ts';

const named = (name: string) => `record.kind == "custom" && record.name == "${name}"`;
const ABSENCE = { type: 'absence', when: named('basket'), without: named('paid'), withinMs: 60_000 };

beforeEach(() => {
  vi.useFakeTimers({ now: START_AT });
});
afterEach(() => {
  vi.useRealTimers();
});

it('fires for what has not happened, by time alone, a little later than it is due', async () => {
  const { followSegment, fired } = follow(trigger(ABSENCE), { now: Date.now });
  const ids = makeIds();
  await followSegment(segment(ids, number([custom(START_AT, 'basket')])));
  await vi.advanceTimersByTimeAsync(64_000);
  expect(fired).toEqual([]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(fired).toHaveLength(2);
  expect(fired[0]).toMatchObject({ triggerId: 'refused', seed: { at: START_AT + 60_000 } });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(fired).toHaveLength(2);
});

it('does not fire where it has happened, also where that arrives late', async () => {
  const { followSegment, fired } = follow(trigger(ABSENCE), { now: Date.now });
  const ids = makeIds();
  await followSegment(segment(ids, number([custom(START_AT, 'basket')])));
  await vi.advanceTimersByTimeAsync(62_000);
  await followSegment(segment(ids, number([custom(START_AT + 59_000, 'paid')], 1)));
  await vi.advanceTimersByTimeAsync(600_000);
  expect(fired).toEqual([]);
});

it('goes by the monitor’s clock, whatever the page’s says', async () => {
  const { followSegment, fired } = follow(trigger(ABSENCE), { now: Date.now });
  const hourMs = 3_600_000;
  await followSegment(segment(makeIds(), number([custom(START_AT - hourMs, 'basket')]), hourMs));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fired).toEqual([]);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(fired[0]?.seed.at).toBe(START_AT + 60_000);
});

it('leaves a session that is away alone, and catches up with its next record, once', async () => {
  let isLive = false;
  const { followSegment, fired } = follow(trigger(ABSENCE), { now: Date.now, isLive: () => isLive });
  const ids = makeIds();
  await followSegment(segment(ids, number([custom(START_AT, 'basket')])));
  await vi.advanceTimersByTimeAsync(600_000);
  expect(fired).toEqual([]);
  isLive = true;
  await followSegment(segment(ids, number([custom(START_AT + 600_000, 'other')], 1)));
  expect(fired).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(fired).toHaveLength(2);
});

it('ends with the monitor', async () => {
  const { followSegment, fired, stop } = follow(trigger(ABSENCE), { now: Date.now });
  await followSegment(segment(makeIds(), number([custom(START_AT, 'basket')])));
  await stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(fired).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

it('keeps apart the times of many sessions', async () => {
  const { followSegment, fired } = follow(trigger(ABSENCE), { now: Date.now });
  const all = Array.from({ length: 50 }, makeIds);
  for (const [index, ids] of all.entries()) {
    await followSegment(segment(ids, number([custom(START_AT + index * 1_000, 'basket')])));
  }
  await vi.advanceTimersByTimeAsync(85_000);
  expect(fired).toHaveLength(2 * 20 + 2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(new Set(fired.map(({ address }) => address.sessionId)).size).toBe(50);
  expect(fired).toHaveLength(100);
});

it('knows after a restart what had happened before, and gives nothing again', async () => {
  const rules = trigger({ type: 'count', when: 'record.status == 402', times: 3, withinMs: 60_000 });
  const shelf = createShelf();
  const ids = makeIds();
  const before = follow(rules, { shelf });
  await before.followSegment(segment(ids, number([refusal(START_AT), refusal(START_AT + 1)])));
  const after = follow(rules, { shelf });
  const other = { ...makeIds(), sessionId: ids.sessionId };
  await after.followSegment(segment(other, number([refusal(START_AT + 2)])));
  expect(after.fired).toHaveLength(2);
  const later = follow(rules, { shelf });
  await later.followSegment(segment(ids, number([refusal(START_AT + 3)], 2)));
  expect(later.fired).toEqual([]);
});

it('counts after a restart what was given, not what would have been', async () => {
  const limits = { perSession: 1, coolDownMs: 0 };
  const shelf = createShelf();
  const ids = makeIds();
  // Before this rule set was published.
  shelf.segments.push(segment(ids, number([refusal(START_AT)])));
  const rules = trigger({ when: 'record.status == 402', limits });
  const first = follow(rules, { shelf });
  await first.followSegment(segment(ids, number([refusal(START_AT + 1)], 1)));
  expect(first.fired).toHaveLength(2);
  const second = follow(rules, { shelf });
  await second.followSegment(segment(ids, number([refusal(START_AT + 2)], 2)));
  expect(second.fired).toEqual([]);
});

it('forgets states that a new rule set does not have', async () => {
  const state = (id: string) => ({ states: [{ id, enter: named('in'), exit: named('out') }] });
  const rules = [
    trigger({ when: named('look') }, state('one')),
    trigger({ when: `state.entered.size() > 0` }, state('two')),
  ];
  let current = 0;
  const shelf = createShelf();
  const { followSegment, fired } = follow(undefined, { shelf });
  expect(fired).toEqual([]);
  await followSegment(segment(makeIds(), number([custom(START_AT, 'in')])));
  const one = rules[current];
  current += 1;
  const two = rules[current];
  if (!one || !two) throw new Error('two rule sets');
  const live = { ...one };
  const triggers = follow(live, { shelf });
  const ids = makeIds();
  await triggers.followSegment(segment(ids, number([custom(START_AT, 'in')])));
  Object.assign(live, two, { hash: 'b'.repeat(64) });
  await triggers.followSegment(segment(ids, number([custom(START_AT + 1, 'other')], 1)));
  expect(triggers.fired).toEqual([]);
});

it('asks for the profile of the user, and for audiences as the page has told them', async () => {
  const rules = trigger(
    { when: 'record.status == 402 && profile.sessionCount >= 3', audience: 'vip' },
    { targeting: [{ id: 'vip', users: ['ada'] }] },
  );
  const ids = makeIds();
  const one = segment(ids, number([refusal(START_AT)]));
  const session = { user: 'ada', userAgent: 'Firefox', startedAt: START_AT };
  const often = { session, profile: { sessionCount: 3 }, summary: { audiences: ['vip'] } };
  const cases = [often, { ...often, profile: { sessionCount: 2 } }, { ...often, summary: { audiences: [] } }];
  const counts = [];
  for (const options of cases) {
    const { followSegment, fired } = follow(rules, options);
    await followSegment(one);
    counts.push(fired.length);
  }
  expect(counts).toEqual([2, 0, 0]);
});

it('only says what a trigger would have done that is to do nothing else', async () => {
  const rules = trigger({ when: 'record.status == 402', limits: { dryRun: true } });
  const { followSegment, fired, refused } = follow(rules);
  const ids = makeIds();
  await followSegment(segment(ids, number([refusal(START_AT)])));
  expect(fired).toEqual([]);
  expect(refused).toMatchObject([{ code: 'dry_run', page: { pageId: ids.pageId } }, { code: 'dry_run' }]);
});

it('goes on where one session’s rule set has no triggers of the monitor', async () => {
  const { followSegment, fired } = follow(published({ capture: [{ kinds: ['network'] }] }));
  await followSegment(segment(makeIds(), number([refusal(START_AT)])));
  expect(fired).toEqual([]);
});
