import fc from 'fast-check';

/**
 * Generates conditions as text, well typed for the rule language and for CEL with dynamic names alike, and scopes for
 * them: fields may be missing, or be of a type that nobody expects.
 */
const scalar = fc.oneof(
  fc.boolean(),
  fc.constant(null),
  fc.integer({ min: -3, max: 3 }).map(Number),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.constantFrom('a', 'ab', 'checkout', ''),
);
const flatList = fc.array(fc.constantFrom('a', 'ab', 'checkout'), { maxLength: 3 });
const map = fc.dictionary(fc.constantFrom('a', 'b'), scalar, { maxKeys: 3 });

function fields(shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(shape, { requiredKeys: [] }).map((value) => ({ ...value }));
}

export const scopes = fc.record({
  record: fields({
    message: fc.oneof({ weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) }, scalar),
    path: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('a', 'ab', 'abc') }, scalar),
    status: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -3, max: 3 }).map(Number) }, scalar),
    durationMs: fc.oneof({ weight: 4, arbitrary: fc.double({ min: -5, max: 5, noNaN: true }) }, scalar),
    failed: fc.oneof({ weight: 4, arbitrary: fc.boolean() }, scalar),
    trusted: fc.boolean(),
    data: map,
  }),
  session: fields({ user: fc.constantFrom('a', 'b'), traits: map, states: flatList, startedAt: fc.constant(2) }),
  page: fields({ url: fc.constantFrom('a', 'ab'), path: fc.constantFrom('a', 'b') }),
  user: fields({ id: fc.constantFrom('a', 'b'), traits: map }),
  state: fields({ entered: flatList, earlier: flatList, since: fc.dictionary(fc.constantFrom('a', 'b'), fc.nat(3)) }),
  link: fields({
    online: fc.boolean(),
    type: fc.constantFrom('a', 'ab'),
    kbps: fc.double({ min: 0, max: 5, noNaN: true }),
  }),
  profile: fields({ errorCount: fc.nat(3), firstSeenAt: fc.constant(2) }),
});

const text = fc.string({ unit: 'grapheme', maxLength: 3 }).map((value) => JSON.stringify(value));
const name = fc.constantFrom('"a"', '"c"', 'session.user', 'page.path');
const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map((value) => value.toFixed(1)),
  fc.double({ min: -5, max: 5, noNaN: true }).map((value) => value.toFixed(3)),
);
/** Of what stands in the texts, so that patterns fit now and then. */
const pattern = fc
  .array(
    fc.oneof(fc.constantFrom('*', 'a', 'ab', 'c', '.', '\\', '('), fc.string({ unit: 'grapheme', maxLength: 1 })),
    { maxLength: 5 },
  )
  .map((parts) => JSON.stringify(parts.join('')));
const anything = fc.constantFrom(
  'record.data.a',
  'record.data["b"]',
  'session.traits.a',
  'record.data.constructor',
  'user.traits.a',
);

const { bool } = fc.letrec<{ bool: string; num: string; str: string; list: string; size: string }>((tie) => ({
  bool: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'cel' },
    fc.constantFrom('true', 'false', 'record.failed', 'record.trusted', 'link.online'),
    fc.constantFrom('has(record.status)', 'has(record.data.a)', 'has(session.traits.b)', 'has(page.url)'),
    fc.constantFrom(
      'has(user.id)',
      'has(state.since.a)',
      'has(link.kbps)',
      'has(profile.errorCount)',
      '("a" in state.since)',
    ),
    fc.tuple(tie('num'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('num')).map(join),
    fc.tuple(tie('str'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('str')).map(join),
    fc.tuple(anything, fc.constantFrom('==', '!='), fc.oneof(anything, text, number, fc.constant('null'))).map(join),
    fc.tuple(anything, fc.constantFrom('<', '>='), fc.oneof(text, number)).map(join),
    fc.tuple(tie('size'), fc.constantFrom('==', '<', '>='), fc.constantFrom('0', '1', '2')).map(join),
    fc.tuple(tie('bool'), fc.constantFrom('&&', '||', '==', '!='), tie('bool')).map(join),
    fc.tuple(tie('str'), fc.constant('in'), tie('list')).map(join),
    fc.tuple(name, fc.constant('in'), fc.constantFrom('record.data', 'session.traits')).map(join),
    fc.tuple(tie('list'), fc.constantFrom('==', '!='), tie('list')).map(join),
    tie('bool').map((value) => `!(${value})`),
    fc.tuple(tie('bool'), tie('bool'), tie('bool')).map(choose),
    fc.tuple(tie('str'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('str')).map(call),
    fc.tuple(tie('str'), fc.constant('like'), pattern).map(call),
  ),
  num: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'cel' },
    number,
    fc.constantFrom('record.status', 'record.durationMs', 'session.startedAt'),
    fc.constantFrom('link.kbps', 'profile.errorCount', 'profile.firstSeenAt', 'state.since.a'),
    fc.tuple(tie('num'), fc.constantFrom('+', '-', '*'), tie('num')).map(join),
    tie('num').map((value) => `-(${value})`),
    fc.tuple(tie('bool'), tie('num'), tie('num')).map(choose),
  ),
  str: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'cel' },
    text,
    fc.constantFrom('record.message', 'record.path', 'session.user', 'page.path', 'user.id', 'link.type'),
    fc.tuple(tie('str'), fc.constant('+'), tie('str')).map(join),
  ),
  list: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'cel' },
    fc.constantFrom('session.states', 'state.entered', 'state.earlier'),
    fc.array(tie('str'), { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  ),
  size: fc.oneof(
    tie('str').map((value) => `size(${value})`),
    tie('list').map((value) => `(${value}).size()`),
    fc.constant('size(record.data)'),
  ),
}));

export const conditions = bool;

function join(parts: readonly string[]): string {
  return `(${parts.join(' ')})`;
}

function choose([condition, then, otherwise]: readonly string[]): string {
  return `(${condition ?? ''} ? ${then ?? ''} : ${otherwise ?? ''})`;
}

function call([receiver, method, operand]: readonly string[]): string {
  return `(${receiver ?? ''}).${method ?? ''}(${operand ?? ''})`;
}
