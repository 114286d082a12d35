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
  type RecordKind,
} from 'rewindow/wire';

const isPayment = ['endsWith', ['get', 'record', 'path'], '/payment'];
const published: unknown = v.parse(PublishedRuleSet, {
  ...{ revision: 3, hash: 'a'.repeat(64), publishedAt: 1, dormant: false },
  rules: {
    ...{ version: 1, name: 'shop', buffer: { minutes: 5 } },
    states: [{ id: 'checkout', enter: isPayment, exit: ['not', isPayment], observes: ['navigation'] }],
    capture: [{ kinds: ['dom'] }, { state: 'checkout', kinds: ['input', 'network'] }],
    screen: [{ id: 'pay', when: isPayment, target: '#pay', observes: ['network'] }],
    triggers: [
      {
        ...{ id: 'a', type: 'match', when: isPayment, observes: ['network'] },
        instructions: [
          { order: { verb: 'buffer.send', lastMs: 1_000, liveMs: 5 }, limits: { maxMs: 5, untilState: 'checkout' } },
        ],
      },
      {
        ...{ id: 'b', type: 'count', when: isPayment, times: 2, withinMs: 500, by: ['get', 'record', 'path'] },
        ...{ observes: ['network'], where: 'monitor', limits: { perSession: 2, coolDownMs: 0 } },
        instructions: [
          { order: { verb: 'assist.message', title: 'T', text: 'x', actions: [{ label: 'ok', href: 'https://a.b' }] } },
          { order: { verb: 'buffer.hold', forMs: 5 } },
          { order: { verb: 'capture.start', kinds: ['scroll'] } },
        ],
      },
      {
        ...{ id: 'c', type: 'value', when: isPayment, of: ['get', 'record', 'durationMs'], above: 3 },
        observes: ['network'],
        instructions: [{ order: { verb: 'image', target: 'viewport' } }, { order: { verb: 'buffer.drop' } }],
      },
    ],
  },
});

const uuid = '01a20085-46c4-7360-a218-17408080a34f';
const instruction: unknown = {
  ...{ id: uuid, order: { verb: 'buffer.send', lastMs: 5 }, issuedAt: 1, expiresAt: 2, triggerId: 'a' },
  address: { sessionId: uuid, tabId: uuid },
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
      for (const kind of RECORD_KINDS) engine.evaluate(emptyMemory(), input(kind));
    }),
    { numRuns: 1_000 },
  );
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
