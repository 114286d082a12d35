import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeRule, explainRule } from '../../../../monitor/web/model/rules/completion.ts';
import { ruleSetSchema } from '../../../../monitor/src/rules/ruleSetSchema.ts';

const SCHEMA: unknown = JSON.parse(JSON.stringify(ruleSetSchema()));
const labels = (marked: string, schema = SCHEMA): string[] => {
  const completion = completeRule(marked.replace('|', ''), marked.indexOf('|'), schema);
  return completion?.options.map(({ label }) => label) ?? [];
};
const trigger = (inner: string): string => `{ "states": [{ "id": "pay" }], "triggers": [{ ${inner} }] }`;

describe('completion', () => {
  it('offers the names that the place allows and has not got yet', () => {
    expect(labels('{ "name": "x", "|" }')).toEqual(expect.arrayContaining(['states', 'capture', 'triggers', 'link']));
    expect(labels('{ "name": "x", "|" }')).not.toContain('name');
    expect(labels('{ "capture": [{ "network": { "|" } }] }')).toEqual(expect.arrayContaining(['sockets', 'bodies']));
    expect(labels('{ "link": { "|" } }')).toContain('cellular');
  });

  it('knows the forms of triggers and orders by type and verb', () => {
    expect(labels(trigger('"type": "count", "|"'))).toEqual(
      expect.arrayContaining(['times', 'withinMs', 'instructions']),
    );
    expect(labels(trigger('"type": "count", "|"'))).not.toContain('halfLifeMs');
    expect(labels(trigger('"type": "|"'))).toEqual(expect.arrayContaining(['match', 'sequence', 'combination']));
    expect(labels(trigger('"type": "match", "instructions": [{ "order": { "verb": "|" } }]'))).toContain('agent.sleep');
    const hold = labels(trigger('"type": "match", "instructions": [{ "order": { "verb": "buffer.hold", "|" } }]'));
    expect(hold).toContain('forMs');
    expect(hold).not.toContain('title');
  });

  it('offers values of closed lists, and ids of the document', () => {
    expect(labels('{ "capture": [{ "kinds": ["|"] }] }')).toContain('network');
    expect(labels(trigger('"type": "match", "state": "|"'))).toEqual(['pay']);
  });

  it('completes CEL within conditions', () => {
    expect(labels(trigger('"type": "match", "when": "|"'), undefined)).toContain('record');
    expect(labels(trigger(String.raw`"type": "match", "when": "record.kind == \"network\" && record.|"`))).toContain(
      'status',
    );
    expect(
      labels(trigger(String.raw`"type": "match", "when": "record.kind == \"network\" && record.|"`)),
    ).not.toContain('directive');
    expect(labels(trigger(`"type": "match", "when": "record.kind == '|'"`))).toContain('navigation');
    expect(labels(trigger(`"type": "match", "when": "record.path.|"`))).toContain('like');
    expect(labels(trigger(`"type": "match", "when": "'|' in state.entered"`))).toEqual(['pay']);
    expect(labels(trigger(`"type": "match", "when": "link.|"`))).toEqual(expect.arrayContaining(['online', 'kbps']));
    expect(labels(trigger(`"type": "combination", "parts": [{ "id": "errors" }], "when": "|"`))).toEqual(['errors']);
  });

  it('replaces what is written of the word', () => {
    const marked = trigger('"type": "match", "when": "record.sta|"');
    const offset = marked.indexOf('|');
    expect(completeRule(marked.replace('|', ''), offset, SCHEMA)?.from).toBe(offset - 3);
  });

  it('explains names', () => {
    const text = '{ "sample": 1 }';
    expect(explainRule(text, 5, SCHEMA)?.suggestion.text).toContain('Share of the sessions');
    expect(explainRule(text, 13, SCHEMA)).toBeUndefined();
  });

  it('never throws, whatever the text and the place', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      'when',
      'triggers',
      '\\',
      "'",
      'record.',
      ' ',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(60), fc.anything(), (pieces, offset, schema) => {
        const text = pieces.join('');
        completeRule(text, Math.min(offset, text.length), SCHEMA);
        explainRule(text, Math.min(offset, text.length), schema);
      }),
      { numRuns: 400 },
    );
  });
});
