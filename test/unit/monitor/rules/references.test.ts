import { describe, expect, it } from 'vitest';
import { problemsOf, ruleSetOf, SEND, STATES, trigger } from './compiling.ts';

const draft = (instruction: object) => ({ triggers: [trigger({ instructions: [instruction] })] });
const part = (parts: object) => ({ id: 'one', type: 'match', when: 'true', ...parts });
const combination = (parts: object[], when = 'one') => ({
  triggers: [{ id: 't', type: 'combination', parts, when, withinMs: 1_000, instructions: SEND }],
});
const score = (points: number[], above = 1) => ({
  triggers: [
    {
      ...{ id: 't', type: 'score', halfLifeMs: 1_000, above, instructions: SEND },
      weights: points.map((value) => ({ when: 'true', points: value })),
    },
  ],
});
const message = { verb: 'assist.message', title: 'Hello', text: 'There' };
const audience = (parts: object) => ({ targeting: [{ id: 'some', ...parts }] });

describe('what no schema can say', () => {
  it.each<[string, object, string | string[]]>([
    ['two rules with one id', { triggers: [trigger({}), trigger({})] }, 'triggers[1].id'],
    ['two states with one id', { states: [...STATES, ...STATES] }, 'states[1].id'],
    ['two audiences with one id', { targeting: [{ id: 'a' }, { id: 'a' }] }, 'targeting[1].id'],
    [
      'a rule of assist with the id of a trigger',
      { triggers: [trigger({})], assist: [{ id: 't', when: 'true', show: message }] },
      'assist[0].id',
    ],
    ['a state that nobody declared', { triggers: [trigger({ state: 'x' })] }, 'triggers[0].state'],
    ['a captured state that nobody declared', { capture: [{ state: 'x', kinds: ['dom'] }] }, 'capture[0].state'],
    ['a screen state that nobody declared', { screen: [{ id: 's', state: 'x', when: 'true' }] }, 'screen[0].state'],
    ['a forwarded state that nobody declared', { forward: [{ state: 'x', mode: 'live' }] }, 'forward[0].state'],
    ['an assisted state that nobody declared', { assist: [{ id: 'a', state: 'x', show: message }] }, 'assist[0].state'],
    ['an audience that nobody declared', { capture: [{ audience: 'x', kinds: ['dom'] }] }, 'capture[0].audience'],
    ['an audience of the rule set that nobody declared', { audience: 'x' }, 'audience'],
    [
      'an audience of a trigger that nobody declared',
      { triggers: [trigger({ audience: 'x' })] },
      'triggers[0].audience',
    ],
    [
      'an end at a state that nobody declared',
      draft({ order: { verb: 'agent.sleep' }, limits: { untilState: 'x' } }),
      'triggers[0].instructions[0].limits.untilState',
    ],
    [
      'a range of a state that nobody declared',
      draft({ order: { verb: 'buffer.hold', state: 'x', forMs: 1 } }),
      'triggers[0].instructions[0].order.state',
    ],
    [
      'a range that ends before it begins',
      draft({ order: { verb: 'buffer.send', fromAt: 2, toAt: 1 } }),
      'triggers[0].instructions[0].order.toAt',
    ],
    [
      'an image of two times',
      draft({ order: { verb: 'image', target: 'viewport', at: 2, agoMs: 1 } }),
      'triggers[0].instructions[0].order.agoMs',
    ],
    [
      'windows that overlap',
      draft({
        order: { verb: 'capture.start', kinds: ['dom'] },
        limits: { windows: { count: 2, everyMs: 1, lengthMs: 2 } },
      }),
      'triggers[0].instructions[0].limits.windows.lengthMs',
    ],
    ['a value without bounds', { triggers: [trigger({ type: 'value', of: 'record.status' })] }, 'triggers[0]'],
    [
      'a value that is always beyond its bounds',
      { triggers: [trigger({ type: 'value', of: 'record.status', above: 1, below: 2 })] },
      'triggers[0].below',
    ],
    [
      'a value that is no number',
      { triggers: [trigger({ type: 'value', of: 'record.path', above: 1 })] },
      'triggers[0].of',
    ],
    [
      'a key that is a list',
      { triggers: [trigger({ type: 'count', times: 2, withinMs: 1, by: 'session.states' })] },
      'triggers[0].by',
    ],
    [
      'a recurrence that could be at any time',
      { triggers: [trigger({ type: 'recurrence', everyMs: 10, toleranceMs: 10 })] },
      'triggers[0].toleranceMs',
    ],
    [
      'a stay in a state that nobody declared',
      { triggers: [{ id: 't', type: 'dwell', in: 'x', forMs: 1, instructions: SEND }] },
      'triggers[0].in',
    ],
    ['a score that only falls', score([-1, 0]), 'triggers[0].weights'],
    ['a score that is there from the beginning', score([1], -1), 'triggers[0].above'],
    ['two parts with one id', combination([part({}), part({})]), 'triggers[0].parts[1].id'],
    ['a part that can not be named', combination([part({}), part({ id: 'a-b' })]), 'triggers[0].parts[1].id'],
    ['a part with the name of an operator', combination([part({}), part({ id: 'in' })]), 'triggers[0].parts[1].id'],
    ['a part that is wrong itself', combination([part({ type: 'value', of: 'record.x' })]), 'triggers[0].parts[0]'],
    ['a combination over records', combination([part({})], 'one && record.failed'), 'triggers[0].when'],
    ['a combination of what there is not', combination([part({})], 'one && two'), 'triggers[0].when'],
    ['a condition of a part', combination([part({ when: 'record.foo == 1' })]), 'triggers[0].parts[0].when'],
    ['a state without a way in', { states: [{ id: 'a' }] }, 'states[0]'],
    ['a state with two ways in', { states: [{ id: 'a', enter: 'true', marker: 'b' }] }, 'states[0].marker'],
    ['a state at a path that there is not', { states: [{ id: 'a', url: 'checkout/*' }] }, 'states[0].url'],
    ['a state at too long a pattern', { states: [{ id: 'a', url: `/${'a'.repeat(200)}` }] }, 'states[0].url'],
    ['a state within one that nobody declared', { states: [{ id: 'a', url: '/', within: 'b' }] }, 'states[0].within'],
    [
      'states within each other',
      {
        states: [
          { id: 'a', url: '/', within: 'b' },
          { id: 'b', url: '/', within: 'a' },
          { id: 'c', url: '/', within: 'a' },
        ],
      },
      ['states[0].within', 'states[1].within'],
    ],
    ['a rule of assist without an occasion', { assist: [{ id: 'a', show: message }] }, 'assist[0]'],
    [
      'a rule of assist that waits at a record',
      { states: STATES, assist: [{ id: 'a', state: 'checkout', when: 'true', afterMs: 5, show: message }] },
      'assist[0].afterMs',
    ],
    [
      'a rule of assist that shows nothing',
      { assist: [{ id: 'a', when: 'true', show: SEND[0]?.order }] },
      'assist[0].show',
    ],
    [
      'an audience of a state that nobody declared',
      audience({ earlierStates: ['x'] }),
      'targeting[0].earlierStates[0]',
    ],
    [
      'an audience at addresses that are none',
      audience({
        addresses: ['10.0.0.0/8', '10.0.0.0/33', '2001:db8::/32', '2001:db8::/129', 'shop.example', '1.2.3', '::1%lo'],
      }),
      [1, 3, 4, 5, 6].map((index) => `targeting[0].addresses[${String(index)}]`),
    ],
    ['a period that never is', audience({ period: { fromAt: 2, toAt: 2 } }), 'targeting[0].period.toAt'],
    [
      'a time of the day without length',
      audience({ period: { fromTime: '08:00', toTime: '08:00' } }),
      'targeting[0].period.toTime',
    ],
    [
      'a kind with two parts of the buffer',
      {
        buffer: {
          perKind: [
            { kinds: ['dom'], minutes: 1 },
            { kinds: ['input', 'dom'], minutes: 2 },
          ],
        },
      },
      'buffer.perKind[1].kinds[1]',
    ],
    ['a part of the buffer that says nothing', { buffer: { perKind: [{ kinds: ['dom'] }] } }, 'buffer.perKind[0]'],
    ['everything forwarded', { forward: [{ mode: 'live' }] }, 'forward[0]'],
    ['a past that is not sent', { forward: [{ kinds: ['error'], mode: 'never', lastMs: 5 }] }, 'forward[0].lastMs'],
    [
      'more triggers than there may be, rules of assist counted',
      {
        triggers: Array.from({ length: 150 }, (_, index) => trigger({ id: `t${String(index)}` })),
        assist: Array.from({ length: 51 }, (_, index) => ({ id: `a${String(index)}`, when: 'true', show: message })),
      },
      'assist',
    ],
  ])('refuses %s', (_what, parts, paths) => {
    const problems = problemsOf(ruleSetOf(parts));
    expect(problems.map(({ path }) => path)).toEqual([paths].flat());
    expect(problems[0]?.line).toBeGreaterThan(1);
  });
});
