import { expect, it } from 'vitest';
import { makeIds, number, START_AT } from '../core/segments.ts';
import { createShelf, follow as start, refusal, segment, trigger, SEND } from './following.ts';

it('gives the instructions of a trigger to the session', async () => {
  const { followSegment, fired } = start(trigger({ when: 'record.status == 402' }));
  const ids = makeIds();
  await followSegment(segment(ids, number([refusal(START_AT, 200), refusal(START_AT + 1)])));
  expect(fired).toHaveLength(2);
  expect(fired[0]).toMatchObject({ app: 'shop', draft: SEND, triggerId: 'refused' });
  expect(fired[0]?.address).toEqual({ sessionId: ids.sessionId });
  expect(fired[0]?.seed.at).toBe(START_AT + 1);
});

it('names the same instruction alike whenever its segment is processed', async () => {
  const rules = trigger({ when: 'record.status == 402' });
  const parts = segment(makeIds(), number([refusal(START_AT)]));
  const [one, other] = [start(rules), start(rules)];
  await one.followSegment(parts);
  await other.followSegment(parts);
  expect(one.fired).toEqual(other.fired);
  expect(one.fired[0]?.seed).not.toEqual(one.fired[1]?.seed);
});

it('counts over segments and pages of a session, and not over sessions', async () => {
  const { followSegment, fired } = start(
    trigger({ type: 'count', when: 'record.status == 402', times: 3, withinMs: 60_000 }),
  );
  const ids = makeIds();
  const otherPage = { ...makeIds(), sessionId: ids.sessionId };
  await followSegment(segment(ids, number([refusal(START_AT)])));
  await followSegment(segment(makeIds(), number([refusal(START_AT + 1)])));
  await followSegment(segment(otherPage, number([refusal(START_AT + 2)])));
  expect(fired).toEqual([]);
  await followSegment(segment(ids, number([refusal(START_AT + 3)], 1)));
  expect(fired).toHaveLength(2);
});

it('counts the records of a segment once where giving the instructions failed', async () => {
  const { followSegment, fired, fail } = start(
    trigger({ type: 'count', when: 'record.status == 402', times: 2, withinMs: 60_000 }),
  );
  const ids = makeIds();
  await followSegment(segment(ids, number([refusal(START_AT)])));
  fail(1);
  const second = segment(ids, number([refusal(START_AT + 1)], 1));
  await expect(followSegment(second)).rejects.toThrow('the disk is full');
  await followSegment(second);
  expect(fired).toHaveLength(2);
});

it('knows who it is and where, from the records before', async () => {
  const when = 'record.status == 402 && session.user == "ada" && session.traits.plan == "gold" && page.path == "/pay"';
  const { followSegment, fired } = start(trigger({ when }));
  const ids = makeIds();
  const identify = { kind: 'identify' as const, at: START_AT, data: { user: 'ada', traits: { plan: 'gold' } } };
  const load = {
    kind: 'navigation' as const,
    at: START_AT,
    data: { type: 'load' as const, url: '/pay', path: '/pay' },
  };
  await followSegment(segment(ids, number([refusal(START_AT), identify, load])));
  expect(fired).toEqual([]);
  await followSegment(segment(ids, number([refusal(START_AT + 1)], 3)));
  expect(fired).toHaveLength(2);
});

it('leaves triggers of the page to the page, and does nothing without rules', async () => {
  const ofThePage = start(trigger({ where: 'page', when: 'true' }));
  await ofThePage.followSegment(segment(makeIds(), number([refusal(START_AT)])));
  const without = start(undefined);
  await without.followSegment(segment(makeIds(), number([refusal(START_AT)])));
  expect([...ofThePage.fired, ...without.fired]).toEqual([]);
});

it('begins anew with a session that was erased', async () => {
  const { followSegment, forgetSession, fired } = start(
    trigger({ when: 'true', limits: { perSession: 1, coolDownMs: 0 } }),
  );
  const ids = makeIds();
  await followSegment(segment(ids, number([refusal(START_AT)])));
  await followSegment(segment(ids, number([refusal(START_AT + 1)], 1)));
  expect(fired).toHaveLength(2);
  await forgetSession(ids.sessionId);
  await followSegment(segment(ids, number([refusal(START_AT + 2)], 2)));
  expect(fired).toHaveLength(4);
});

it('remembers nothing of a session that is erased while a segment of it is followed', async () => {
  const shelf = createShelf();
  const limits = { perSession: 1, coolDownMs: 0 };
  const { followSegment, forgetSession, fired } = start(trigger({ when: 'true', limits }), { shelf });
  const ids = makeIds();
  const underWay = followSegment(segment(ids, number([refusal(START_AT)])));
  await Promise.all([underWay, forgetSession(ids.sessionId)]);
  shelf.rows.length = 0;
  await followSegment(segment(ids, number([refusal(START_AT + 1)], 1)));
  expect(fired).toHaveLength(4);
});
