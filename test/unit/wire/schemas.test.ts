import fc from 'fast-check';
import {
  Acknowledgements,
  FeedbackQuery,
  FeedbackReply,
  Instruction,
  PublishedRuleSet,
  RecordSchema,
  RECORD_KINDS,
  RuleSet,
  RuleSetSource,
  SegmentHeader,
  Summary,
} from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

const SCHEMAS = {
  Acknowledgements,
  FeedbackQuery,
  FeedbackReply,
  Instruction,
  PublishedRuleSet,
  RecordSchema,
  RuleSet,
  RuleSetSource,
  SegmentHeader,
  Summary,
};
const ID = '01890000-0000-7000-8000-000000000001';
const INSTRUCTION = {
  id: ID,
  order: { verb: 'buffer.send', lastMs: 180_000 },
  address: { sessionId: ID },
  issuedAt: 1,
  expiresAt: 2,
};

/** Names of the schemas as keys, so that what is generated comes near to what is expected. */
const NAMES = ['version', 'kind', 'at', 'sequence', 'data', 'sessionId', 'order', 'verb', 'triggers', 'name', 'rules'];
const near = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(0, 1, -1, 1.5, Number.NaN, Infinity, '', 'network', 'send', ID, true, null, undefined),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.constantFrom('__proto__', 'constructor')), tie('value')),
  ),
})).value;

describe.each(Object.entries(SCHEMAS))('%s', (_name, schema: v.GenericSchema) => {
  it('answers to whatever comes without throwing, and what it takes it takes again', () => {
    fc.assert(
      fc.property(fc.oneof(near, fc.anything()), (value) => {
        const result = v.safeParse(schema, value);
        if (result.success) expect(v.parse(schema, result.output)).toEqual(result.output);
      }),
    );
  });
});

describe('records', () => {
  const record = (data: object, rest: object = {}) => ({ kind: 'network', at: 1, sequence: 0, data, ...rest });
  const data = { api: 'fetch', method: 'GET', url: 'u', path: 'p', status: 200, failed: false, durationMs: 1 };

  it('are taken with all that they need', () => {
    expect(v.is(RecordSchema, record(data))).toBe(true);
  });

  it.each([
    ['an unknown kind', record(data, { kind: 'video' })],
    ['a negative sequence', record(data, { sequence: -1 })],
    ['a time that is not finite', record(data, { at: Infinity })],
    ['data of another kind', record({ level: 'error', message: 'm' })],
    ['no data', { kind: 'network', at: 1, sequence: 0 }],
  ])('are refused with %s', (_what, value) => {
    expect(v.is(RecordSchema, value)).toBe(false);
  });

  it('have a schema for each kind', () => {
    for (const kind of RECORD_KINDS) {
      const issues = v.safeParse(RecordSchema, { kind, at: 1, sequence: 0 }).issues ?? [];
      expect(issues.map(({ type }) => type)).not.toContain('variant');
    }
  });
});

describe('instructions', () => {
  it('take the verbs with their arguments only', () => {
    expect(v.is(Instruction, INSTRUCTION)).toBe(true);
    expect(v.is(Instruction, { ...INSTRUCTION, order: { verb: 'eval', code: '1' } })).toBe(false);
    expect(v.is(Instruction, { ...INSTRUCTION, order: { verb: 'buffer.send', lastMS: 1 } })).toBe(false);
  });

  it.each(['javascript:alert(1)', 'JAVASCRIPT:alert(1)', ' https://a', '//evil.example', 'data:text/html,x'])(
    'open no page like %s',
    (href) => {
      const order = { verb: 'assist.message', title: 't', text: 'x', actions: [{ label: 'go', href }] };
      expect(v.is(Instruction, { ...INSTRUCTION, order })).toBe(false);
    },
  );

  it.each(['https://a.example/help', 'mailto:help@a.example', 'tel:+41', '/help'])('open %s', (href) => {
    const order = { verb: 'assist.message', title: 't', text: 'x', actions: [{ label: 'go', href }] };
    expect(v.is(Instruction, { ...INSTRUCTION, order })).toBe(true);
  });
});

describe('rule sets', () => {
  it('get their defaults', () => {
    expect(v.parse(RuleSetSource, { version: 1, name: 'empty' })).toEqual({
      version: 1,
      name: 'empty',
      states: [],
      capture: [],
      screen: [],
      providers: [],
      ...{ forward: [], triggers: [], assist: [], targeting: [] },
      link: {
        ...{ cellular: 'send', slow: 'send', metered: 'send', saver: 'send', lowBattery: 'send' },
        ...{ slowKbps: 300, maxHoldMinutes: 60 },
      },
      limits: { sendBytes: 50_000_000, imageCount: 200, instructionCount: 200, drillDepth: 3, ttlHours: 168 },
      session: { idleMinutes: 30, maxMinutes: 720 },
      privacy: {},
      sample: 1,
      buffer: { minutes: 3, maxBytes: 20_000_000, checkpointEveryMs: 60_000, perKind: [] },
    });
  });

  it('are refused with a field that is not known, down to the limits of an instruction', () => {
    const draft = { order: { verb: 'agent.sleep' }, limts: {} };
    const trigger = { id: 't', type: 'match', when: 'true', instructions: [draft] };
    expect(v.is(RuleSetSource, { version: 1, name: 'n', triggers: [trigger] })).toBe(false);
    expect(v.is(RuleSetSource, { version: 1, name: 'n', trigger: [] })).toBe(false);
  });
});
