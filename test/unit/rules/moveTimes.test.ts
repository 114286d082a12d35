import fc from 'fast-check';
import { emptyMemory, moveTimes, restoreMemory, type RuleMemory } from 'rewindow/rules';
import { expect, test } from 'vitest';
import { createPageStorage } from '../../../src/browser/storage.ts';
import { createMapStorage } from '../agent/mapStorage.ts';
import { line, mark, open as openPage, publish } from '../agent/steered.ts';

const NOW = 1_700_000_000_000;
const YEAR_MS = 365 * 86_400_000;
const isMark = ['==', ['get', 'record', 'kind'], 'mark'];
const named = (name: string) => ['and', isMark, ['==', ['get', 'record', 'name'], name]];
const observes = ['mark'];
const stay = { verb: 'capture.start', kinds: ['console'] };
const rules = {
  capture: [{ kinds: ['mark'] }],
  states: [{ id: 'shop', enter: named('in'), exit: named('out'), dwellMs: 5_000, observes }],
  screen: [{ id: 'pay', when: isMark, minIntervalMs: 60_000, maxCount: 5, observes }],
  triggers: [
    {
      ...{ type: 'match', id: 'rage', when: named('x'), observes, limits: { coolDownMs: 60_000 } },
      instructions: [{ order: { verb: 'buffer.send' } }],
    },
    {
      ...{ type: 'match', id: 'run', when: named('y'), observes, limits: { coolDownMs: 0, parallel: 1 } },
      instructions: [{ order: stay, limits: { maxMs: 1_000 } }],
    },
  ],
};

test.each(['on the page', 'between two pages'])(
  'a clock that is set back by a year %s holds no trigger, image or state back',
  async (when) => {
    const area = createMapStorage();
    const storage = createPageStorage(() => area, 'shop');
    const clock = { at: NOW };
    let page = await openPage(publish(rules), { storage, clock });
    for (const name of ['in', 'x', 'y']) page.take(mark(name, clock.at));
    expect([page.fired.map(({ id }) => id), page.screens, page.steering.states()]).toEqual([
      ['rage', 'run'],
      ['pay'],
      [],
    ]);
    page.steering.save();
    clock.at -= YEAR_MS;
    if (when !== 'on the page') page = await openPage(publish(rules), { storage, clock });
    page.fired.length = page.screens.length = 0;
    page.take(mark('x', clock.at));
    expect([page.fired, page.screens]).toEqual([[], []]);
    clock.at += 61_000;
    page.take(mark('x', clock.at));
    page.take(mark('y', clock.at));
    expect([page.fired.map(({ id }) => id), page.screens, page.steering.states()]).toEqual([
      ['rage', 'run'],
      ['pay'],
      ['shop'],
    ]);
  },
);

test('a clock that goes on leaves the memory of the page before as it is', async () => {
  const area = createMapStorage();
  const storage = createPageStorage(() => area, 'shop');
  const clock = { at: NOW };
  const before = await openPage(publish(rules), { storage, clock });
  before.take(mark('x', clock.at));
  before.steering.save();
  clock.at += 30_000;
  const after = await openPage(publish(rules), { storage, clock });
  after.take(mark('x', clock.at));
  after.take(line(clock.at));
  expect(after.fired).toEqual([]);
});

const times = fc.dictionary(fc.string(), fc.integer({ min: 1e6, max: 1e13 }));
const at = fc.integer({ min: 1e6, max: 1e13 });
const pattern = fc.record(
  {
    hits: fc.dictionary(fc.string(), fc.array(fc.oneof(at, fc.constant(-1)))),
    at,
    count: fc.nat(5),
    points: fc.nat(5),
    isBeyond: fc.boolean(),
  },
  { requiredKeys: [] },
);
const memories: fc.Arbitrary<RuleMemory> = fc.record({
  ...{ states: times, waiting: times },
  visits: fc.dictionary(fc.string(), fc.record({ enteredAt: at, leftAt: at }, { requiredKeys: ['enteredAt'] })),
  screens: fc.dictionary(fc.string(), fc.record({ count: fc.nat(9), lastAt: at })),
  providers: fc.dictionary(fc.string(), fc.record({ count: fc.nat(9), lastAt: at })),
  triggers: fc.dictionary(
    fc.string(),
    fc.record(
      {
        firedCount: fc.nat(9),
        lastFiredAt: at,
        runsUntil: fc.array(at),
        pattern: fc.record({ parts: fc.dictionary(fc.string(), fc.record({ at, pattern }, { requiredKeys: [] })) }),
      },
      { requiredKeys: ['firedCount'] },
    ),
  ),
});

test('every time is moved, and nothing else: there and back it is the same memory', () => {
  fc.assert(
    fc.property(memories, fc.integer({ min: 1, max: 1e5 }), (memory, byMs) => {
      const moved = moveTimes(memory, byMs);
      expect(restoreMemory(JSON.parse(JSON.stringify(moved)))).toEqual(JSON.parse(JSON.stringify(moved)));
      const plain = (value: RuleMemory) =>
        JSON.stringify(value, (_name, each: unknown) => (typeof each === 'number' && each > 1e5 ? each - byMs : each));
      expect(JSON.parse(JSON.stringify(moved))).toEqual(JSON.parse(plain(memory)));
    }),
  );
  expect(moveTimes(emptyMemory(), 5)).toEqual(emptyMemory());
});
