import fc from 'fast-check';
import { expect, it } from 'vitest';
import { depthOf, toIssued, type Issued } from '../../../../monitor/src/rules/drill.ts';
import { makeId, makeIds, number, START_AT } from '../core/segments.ts';
import { custom, follow, published, segment } from './following.ts';

const named = (name: string) => `record.kind == "custom" && record.name == "${name}"`;
const limits = { perSession: 1_000, coolDownMs: 0 };
const LIVE = { order: { verb: 'buffer.send', lastMs: 60_000, liveMs: 600_000 } };
const on = (id: string, name = id) => ({
  ...{ id, type: 'match', where: 'monitor', when: named(name), limits, instructions: [LIVE] },
});

it('is one deeper for what an instruction brought in of the past, and for what another trigger’s goes on bringing in', async () => {
  const rules = published({ triggers: [on('a'), on('b'), on('c')], limits: { drillDepth: 10 } });
  const { followSegment, fired } = follow(rules, { now: () => START_AT });
  const ids = makeIds();
  const names = ['a', 'a', 'b', 'c'];
  const captures = names.map((name, index) => custom(START_AT + index, name));
  await followSegment(segment(ids, number(captures.slice(0, 2))));
  await followSegment(segment(ids, number(captures.slice(2, 3), 2)));
  await followSegment(segment(ids, number(captures.slice(3), 3)));
  expect(fired.map(({ triggerId, depth }) => `${triggerId}${String(depth)}`)).toEqual(['a0', 'a0', 'b1', 'c2']);
  await followSegment(segment(ids, number([custom(START_AT - 30_000, 'a')], 4)));
  expect(fired.at(-1)).toMatchObject({ triggerId: 'a', depth: 3 });
});

it('stops two triggers that lead to each other, and says so', async () => {
  const rules = published({ triggers: [on('a'), on('b')], limits: { drillDepth: 3 } });
  const { followSegment, fired, refused } = follow(rules, { now: () => START_AT });
  const ids = makeIds();
  for (let index = 0; index < 8; index += 1) {
    const name = index % 2 === 0 ? 'a' : 'b';
    await followSegment(segment(ids, number([custom(START_AT + index, name)], index)));
  }
  // What "b" itself sends live goes on leading to "b" again, until its limits end it.
  expect(fired.map(({ triggerId, depth }) => `${triggerId}${String(depth)}`)).toEqual(['a0', 'b1', 'a2', 'b3', 'b3']);
  expect(refused.map(({ triggerId, depth }) => `${triggerId}${String(depth)}`)).toEqual(['a4']);
  expect(refused[0]).toMatchObject({ triggerId: 'a', depth: 4, code: 'drill_too_deep', page: { pageId: ids.pageId } });
});

it('takes an instruction’s own records as brought in by it', () => {
  const issued: Issued[] = [instruction({ depth: 1 })];
  const ids = { ...makeIds(), sequence: 0, at: 0 };
  const data = { instruction: issued[0]?.id ?? '', verb: 'image', outcome: 'applied' as const };
  const trigger = { id: 't' };
  expect(depthOf(trigger, { at: 0, record: { ...ids, kind: 'instruction', data } }, issued)).toBe(2);
  // Given by the page itself: its record says how deep.
  expect(depthOf(trigger, { at: 0, record: { ...ids, kind: 'instruction', data: { ...data, depth: 2 } } }, [])).toBe(3);
  const fired = { trigger: 'x', revision: 1, depth: 2 };
  expect(depthOf(trigger, { at: 0, record: { ...ids, kind: 'trigger', data: fired } }, [])).toBe(2);
  expect(depthOf(trigger, { at: 0, record: { ...ids, ...custom(0, 'x') } }, [])).toBe(0);
});

it('is never more than one above the deepest that was given', () => {
  const depths = fc.array(fc.nat(6), { maxLength: 20 });
  fc.assert(
    fc.property(depths, fc.nat(100), (given, at) => {
      const issued = given.map((depth) => instruction({ depth }));
      const depth = depthOf({ id: 't' }, { at }, issued);
      expect(depth).toBeLessThanOrEqual(Math.max(-1, ...given) + 1);
    }),
  );
});

function instruction({ depth }: { depth: number }): Issued {
  const issued = toIssued({
    ...{ id: makeId(), order: { verb: 'buffer.send' }, address: { sessionId: makeId() }, depth },
    ...{ issuedAt: 50, expiresAt: 60, triggerId: depth % 2 === 0 ? 't' : 'u' },
  });
  if (issued === undefined) throw new Error('given by a trigger');
  return issued;
}
