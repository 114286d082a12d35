import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { createRuleEngine, emptyMemory } from 'rewindow/rules';
import {
  Instruction,
  parseInstruction,
  parsePublishedRuleSet,
  PublishedRuleSet,
  RECORD_KINDS,
  VERBS,
  type RecordKind,
} from 'rewindow/wire';

const isPayment = ['endsWith', ['get', 'record', 'path'], '/payment'];
const key = ['get', 'record', 'path'];
/** Every verb, and what limits it. */
const drafts = [
  {
    order: { verb: 'buffer.send', state: 'checkout', kinds: ['dom'], liveMs: 5 },
    limits: { maxMs: 5, untilState: 'a' },
  },
  { order: { verb: 'buffer.hold', lastMs: 5, forMs: 5 } },
  { order: { verb: 'buffer.drop' } },
  {
    order: { verb: 'capture.start', kinds: ['scroll'], pointer: { moveEveryMs: 100 } },
    limits: { windows: { count: 3, everyMs: 60_000, lengthMs: 5_000 }, maxCount: 5, maxBytes: 5 },
  },
  { order: { verb: 'capture.stop', kinds: ['dom'] } },
  { order: { verb: 'image', target: 'viewport', agoMs: 5 } },
  { order: { verb: 'assist.message', title: 'T', text: 'x', actions: [{ label: 'ok', href: 'https://a.b' }] } },
  { order: { verb: 'assist.offer', title: 'T', text: 'x', code: 'SAVE', validMs: 5 } },
  { order: { verb: 'assist.close' } },
  { order: { verb: 'rules' } },
];
const moreDrafts = [
  { order: { verb: 'session.end' } },
  { order: { verb: 'agent.sleep', forMs: 5 } },
  { order: { verb: 'agent.disable', forMs: 5 } },
  { order: { verb: 'agent.enable' } },
];
const PATTERNS = [
  { type: 'match', when: isPayment },
  { type: 'count', when: isPayment, times: 2, withinMs: 500, by: key },
  { type: 'value', when: isPayment, of: ['get', 'record', 'durationMs'], above: 3 },
  { type: 'sequence', steps: [isPayment, true], withinMs: 500, by: key },
  { type: 'absence', when: isPayment, without: false, withinMs: 500, by: key },
  { type: 'recurrence', when: isPayment, everyMs: 500, toleranceMs: 50 },
  { type: 'dwell', in: 'checkout', forMs: 500 },
  { type: 'score', weights: [{ when: isPayment, points: 3 }], halfLifeMs: 500, above: 2 },
  { type: 'nth', when: isPayment, n: 2 },
];
const parts = PATTERNS.map((pattern) => ({ ...pattern, id: pattern.type }));
const triggers = [...PATTERNS, { type: 'combination', parts, when: ['get', 'match'], withinMs: 500 }];
const published: unknown = v.parse(PublishedRuleSet, {
  ...{ revision: 3, hash: 'a'.repeat(64), publishedAt: 1, dormant: false },
  rules: {
    ...{ version: 1, name: 'shop', audience: 'some' },
    buffer: { minutes: 5, perKind: [{ kinds: ['dom'], minutes: 1, maxBytes: 100_000 }] },
    link: { cellular: 'reduce' },
    states: [
      { id: 'checkout', enter: isPayment, exit: ['not', isPayment], observes: ['navigation'] },
      { id: 'pay', within: 'checkout', dwellMs: 5, enter: true, element: '#pay', observes: ['page'] },
    ],
    capture: [
      { kinds: ['dom'], share: 0.5, audience: 'some' },
      { state: 'checkout', kinds: ['input', 'network'], network: { bodies: [{ url: '*' }] } },
    ],
    screen: [{ id: 'pay', when: isPayment, target: '#pay', quality: 0.5, observes: ['network'] }],
    providers: [{ id: 'cart', when: isPayment, provider: 'cart', observes: ['network'] }],
    forward: [{ state: 'checkout', kinds: ['error'], when: isPayment, mode: 'live', lastMs: 5, observes: ['error'] }],
    targeting: [
      {
        ...{
          id: 'some',
          share: 0.5,
          earlierStates: ['checkout'],
          pages: ['/shop/*'],
          devices: ['phone'],
          isGranted: true,
        },
        period: { fromAt: 1, toAt: 2, days: ['mon'], fromTime: '08:00', toTime: '17:00' },
      },
    ],
    triggers: triggers.map((pattern, index) => ({
      ...{ ...pattern, id: `t${String(index)}`, state: 'checkout', audience: 'some', observes: ['network'] },
      ...{ where: index === 1 ? 'monitor' : 'page', limits: { perSession: 2, parallel: 2, dryRun: index === 2 } },
      instructions: index % 2 === 0 ? drafts : moreDrafts,
    })),
  },
});

const uuid = '01a20085-46c4-7360-a218-17408080a34f';
const instruction: unknown = {
  ...{ id: uuid, order: { verb: 'buffer.send', lastMs: 5 }, issuedAt: 1, expiresAt: 2, triggerId: 'a', depth: 2 },
  limits: { maxMs: 5, windows: { count: 3, everyMs: 60_000, lengthMs: 5_000 } },
  address: { sessionId: uuid, tabId: uuid, pageId: uuid, state: 'checkout' },
};

/** As it comes out of an answer: JSON has no NaN and no Infinity. */
function viaJson(value: unknown): unknown {
  const carried: unknown = JSON.parse(JSON.stringify([value]));
  return Array.isArray(carried) ? carried[0] : undefined;
}

/** Every place in a JSON value, as a list of names. */
function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, part]) => placesOf(part, [...path, name]))];
}

/** A copy with another value at the place; undefined takes it away. */
function replaceAt(value: unknown, [name, ...rest]: string[], other: unknown): unknown {
  if (name === undefined) return other;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...(value as unknown[])]
    : { ...Object(value) };
  Reflect.set(copy, name, replaceAt(Reflect.get(copy, name), rest, other));
  return copy;
}

function accepts(parse: (value: unknown) => unknown, value: unknown): boolean {
  try {
    parse(value);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ name: 'WireError' });
    return false;
  }
}

const odd = fc.oneof(
  fc.constantFrom(undefined, null, -1, Number.NaN, Infinity, '', 'x'.repeat(5_000), [], {}, [[]], true, 'constructor'),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(JSON.parse('{"__proto__": {"verb": "buffer.send"}}')),
);

describe.each([
  ['rule set', published, PublishedRuleSet, parsePublishedRuleSet],
  ['instruction', instruction, Instruction, parseInstruction],
] as const)('%s', (_, sample, schema, parse) => {
  test('what is well formed is taken as it is', () => {
    expect(v.is(schema, sample)).toBe(true);
    expect(parse(sample)).toEqual(sample);
  });

  test('whatever the schema takes as it stands is taken; whatever is refused is refused with a code', () => {
    const places = placesOf(sample);
    fc.assert(
      fc.property(fc.nat(places.length - 1), odd, (index, other) => {
        const changed = viaJson(replaceAt(sample, places[index] ?? [], other));
        const bySchema = v.safeParse(schema, changed);
        const isUnchanged = bySchema.success && JSON.stringify(bySchema.output) === JSON.stringify(changed);
        if (isUnchanged) expect(accepts(parse, changed)).toBe(true);
        else accepts(parse, changed);
      }),
      { numRuns: 1_000 },
    );
  });
});

test('a rule set that is taken never makes the engine throw', () => {
  const places = placesOf(published);
  const input = (kind: RecordKind) => ({
    ...{ kind, at: 1 },
    scope: {
      record: { kind, at: 1, path: '/payment', durationMs: 9 },
      session: { startedAt: 0 },
      page: { url: '', path: '' },
    },
  });
  fc.assert(
    fc.property(fc.nat(places.length - 1), odd, (index, other) => {
      const changed = viaJson(replaceAt(published, places[index] ?? [], other));
      if (!accepts(parsePublishedRuleSet, changed)) return;
      const engine = createRuleEngine(parsePublishedRuleSet(changed).rules, 'page');
      let memory = emptyMemory();
      for (const kind of RECORD_KINDS) ({ memory } = engine.evaluate(memory, input(kind)));
      engine.advance(memory, 1e9, {});
    }),
    { numRuns: 1_000 },
  );
});

test('every verb is known', () => {
  const verbs = [...drafts, ...moreDrafts].map(({ order }) => order.verb);
  expect(verbs.sort()).toEqual([...VERBS].sort());
});

test.each(['__proto__', '', '1'])('a rule is not called %s', (id) => {
  const rules = { ...Object(Reflect.get(Object(published), 'rules')), states: [{ id, enter: true, observes: [] }] };
  expect(() => parsePublishedRuleSet({ ...Object(published), rules })).toThrow('not one that this agent understands');
});

test.each([
  ['a verb that is none', { order: { verb: 'eval', code: 'alert(1)' } }],
  ['a verb from the prototype', { order: { verb: 'constructor' } }],
  [
    'a script for a link',
    { order: { verb: 'assist.message', title: 't', text: 't', actions: [{ label: 'x', href: 'javascript:1' }] } },
  ],
  ['no address', { address: undefined }],
])('%s is refused', (_, part) => {
  expect(() => parseInstruction({ ...Object(instruction), ...part })).toThrow('not one that this agent understands');
});
