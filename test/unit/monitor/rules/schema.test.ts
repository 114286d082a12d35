import { RECORD_KINDS } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';
import { INSTRUCTION_WORDS, PATTERN_WORDS, VERB_WORDS } from '../../../../monitor/src/rules/instructionWords.ts';
import { ruleSetSchema } from '../../../../monitor/src/rules/ruleSetSchema.ts';
import { SCHEMA_WORDS } from '../../../../monitor/src/rules/schemaWords.ts';
import { useMonitors } from '../core/monitors.ts';

interface Node {
  title?: string;
  description?: string;
  enum?: string[];
  properties?: Record<string, Node>;
  items?: Node;
  oneOf?: Node[];
  $defs?: Record<string, Node>;
}

/** All fields with their paths, wherever they stand. */
function fieldsOf(value: unknown, path = ''): [string, Node][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): [string, Node][] => {
    if (key !== 'properties') return fieldsOf(inner, `${path}.${key}`);
    return Object.entries(inner).flatMap(([name, field]): [string, Node][] => [
      [`${path}.${name}`, field as Node],
      ...fieldsOf(field, `${path}.${name}`),
    ]);
  });
}

const schema: Node = JSON.parse(JSON.stringify(ruleSetSchema()));
const fields = fieldsOf(schema);
const triggers = schema.properties?.['triggers']?.items?.oneOf ?? [];
const orders = schema.$defs?.['Order']?.oneOf ?? [];

describe('the schema of rule sets', () => {
  it('is JSON Schema with a name', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:rewindow:rule-set:1',
      type: 'object',
      additionalProperties: false,
      required: ['version', 'name'],
      properties: { version: { const: 1 }, buffer: { properties: { minutes: { default: 3, minimum: 0.1 } } } },
    });
    expect(schema.properties?.['capture']?.items?.properties?.['kinds']?.items?.enum).toEqual([...RECORD_KINDS]);
  });

  it('describes every field', () => {
    expect(fields.length).toBeGreaterThan(200);
    expect(fields.filter(([, field]) => typeof field.description !== 'string').map(([path]) => path)).toEqual([]);
  });

  it('describes every pattern and every verb, and none that there is not', () => {
    expect(triggers.map(({ title }) => title).sort()).toEqual([...PATTERN_WORDS.keys()].sort());
    expect(orders.map(({ title }) => title).sort()).toEqual([...VERB_WORDS.keys()].sort());
    for (const form of [...triggers, ...orders]) expect(form.description).toBeTypeOf('string');
  });

  it('says nothing of fields that there are not', () => {
    const used = new Set(fields.map(([, field]) => field.description));
    for (const [key, words] of [...SCHEMA_WORDS, ...INSTRUCTION_WORDS])
      expect([key, used.has(words)]).toEqual([key, true]);
  });

  it('refers to what it defines only', () => {
    const text = JSON.stringify(schema);
    const names = new Set([...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, name]) => name));
    expect([...names].sort()).toEqual(['#/$defs/Condition', '#/$defs/Instruction', '#/$defs/Order']);
    expect(text.length).toBeLessThan(100_000);
  });
});

describe('GET /v1/rules/schema.json', () => {
  const monitors = useMonitors();

  it('answers everybody, and may be kept', async () => {
    const { app } = await monitors.start();
    const reply = await app.inject({ method: 'GET', url: '/v1/rules/schema.json' });
    expect([reply.statusCode, reply.json<object>()]).toEqual([200, schema]);
    expect(reply.headers).toMatchObject({
      'content-type': expect.stringContaining('application/schema+json'),
      'cache-control': 'public, max-age=3600',
    });
    const headers = { 'if-none-match': String(reply.headers.etag) };
    const again = await app.inject({ method: 'GET', url: '/v1/rules/schema.json', headers });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });
});
