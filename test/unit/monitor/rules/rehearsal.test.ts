import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareOutcome } from '../../../../monitor/src/rehearsal/compare.ts';
import { rehearse } from '../../../../monitor/src/rehearsal/rehearse.ts';
import { readTestFile } from '../../../../monitor/src/rehearsal/testFile.ts';
import { ruleSetOf, rulesOf, trigger } from './compiling.ts';

/** What the rules make of one case. */
function play(rules: object, given: object) {
  const compiled = rulesOf(ruleSetOf(rules));
  const read = readTestFile(JSON.stringify([{ name: 'one', records: [], expect: { fired: [] }, ...given }]), compiled);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const [first] = read.cases;
  if (first === undefined) throw new Error('no case');
  return rehearse(compiled, first);
}
const at = (atMs: number, kind: string, data: object = {}) => ({ kind, atMs, data });
const idsOf = (fired: { id: string }[]) => fired.map(({ id }) => id);

describe('a case', () => {
  it('is of the user whom the page has named last', () => {
    const rules = {
      triggers: [
        trigger({ id: 'ada', when: 'record.kind == "mark" && user.id == "ada" && user.traits.plan == "gold"' }),
        trigger({ id: 'session', when: 'record.kind == "mark" && session.user == "bob" && session.context.cart == 3' }),
      ],
    };
    const records = [
      at(0, 'mark'),
      at(20_000, 'identify', { user: 'bob' }),
      at(20_001, 'context', { data: { cart: 3 } }),
      at(40_000, 'mark'),
    ];
    const { fired } = play(rules, { user: { id: 'ada', traits: { plan: 'gold' } }, records });
    expect(fired).toEqual([
      { id: 'ada', atMs: 0 },
      { id: 'session', atMs: 40_000 },
    ]);
  });

  it('is where the page has gone last, by path or by address', () => {
    const rules = {
      states: [{ id: 'shop', url: '/shop/*' }],
      triggers: [trigger({ id: 'there', when: 'record.kind == "mark" && page.url == "https://shop.example/shop/a"' })],
    };
    const go = (data: object) => [at(0, 'navigation', data), at(1, 'mark')];
    const url = 'https://shop.example/';
    expect(play(rules, { url, records: go({ path: '/shop/a' }) })).toMatchObject({
      states: ['shop'],
      fired: [{ atMs: 1 }],
    });
    expect(play(rules, { records: go({ url: `${url}shop/a` }) })).toMatchObject({
      states: ['shop'],
      fired: [{ atMs: 1 }],
    });
    expect(play(rules, { records: go({ path: '/cart' }) })).toMatchObject({ states: [], fired: [] });
  });

  it('lets what follows from a record be seen by the rules', () => {
    const entered = 'record.kind == "state" && record.type == "enter" && record.state == "a"';
    const { fired, entered: states } = play(
      {
        states: [
          { id: 'a', marker: 'begin' },
          { id: 'b', enter: entered },
        ],
        triggers: [
          trigger({ id: 'second', when: 'record.kind == "trigger" && record.trigger == "first"' }),
          trigger({ id: 'first', when: entered }),
        ],
      },
      { records: [at(5, 'mark', { name: 'begin' })] },
    );
    expect([idsOf(fired), states]).toEqual([
      ['first', 'second'],
      ['a', 'b'],
    ]);
  });

  it('knows no link in the monitor, and no profile in the page', () => {
    const rules = {
      triggers: [
        trigger({ id: 'page', when: 'record.kind == "mark" && has(link.online)' }),
        trigger({ id: 'monitor', when: 'record.kind == "mark" && profile.errorCount == 1' }),
      ],
    };
    const records = [at(0, 'mark')];
    expect(idsOf(play(rules, { records }).fired)).toEqual(['page']);
    expect(idsOf(play(rules, { records, profile: { errorCount: 1 } }).fired)).toEqual(['page', 'monitor']);
  });

  it('is asleep outside the audience of the rule set', () => {
    const rules = {
      audience: 'some',
      targeting: [{ id: 'some', share: 0.5 }],
      triggers: [trigger({ when: 'record.kind == "mark"' })],
    };
    const records = [at(0, 'mark')];
    expect(play(rules, { records })).toMatchObject({ fired: [], forward: ['never'] });
    expect(play(rules, { records, audiences: ['some'] })).toMatchObject({
      fired: [{ id: 't' }],
      forward: ['onRequest'],
    });
  });

  it('goes on for as long as it says', () => {
    const rules = {
      states: [{ id: 'a', marker: 'begin', dwellMs: 100 }],
      triggers: [{ ...trigger({}), when: undefined, type: 'dwell', in: 'a', forMs: 1_000 }],
    };
    const records = [at(5, 'mark', { name: 'begin' })];
    expect(play(rules, { records, untilMs: 1_104 })).toMatchObject({ states: ['a'], fired: [] });
    expect(play(rules, { records, untilMs: 1_105 }).fired).toEqual([{ id: 't', atMs: 1_105 }]);
  });
});

describe('a difference', () => {
  it('names all that was expected and all that happened, in order, and as much in common as there is', () => {
    const ids = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
    fc.assert(
      fc.property(ids, ids, (wanted, found) => {
        const outcome = play({}, {});
        const [difference] = compareOutcome({ entered: wanted }, { ...outcome, entered: found });
        expect(difference === undefined).toBe(wanted.join() === found.join());
        const lines = difference?.lines ?? [];
        const having = (...signs: string[]) => lines.filter(({ sign }) => signs.includes(sign)).map(({ text }) => text);
        if (difference === undefined) return;
        expect([having(' ', '-'), having(' ', '+')]).toEqual([wanted, found]);
        expect(having(' ').length).toBe(commonLength(wanted, found));
      }),
    );
  });
});

/** Of the longest common subsequence, by trying all. */
function commonLength([one, ...ones]: string[], others: string[]): number {
  if (one === undefined) return 0;
  const place = others.indexOf(one);
  const without = commonLength(ones, others);
  return place < 0 ? without : Math.max(without, 1 + commonLength(ones, others.slice(place + 1)));
}
