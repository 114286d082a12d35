import { RECORD_KINDS } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';
import { INSTRUCTION_WORDS, PATTERN_WORDS, VERB_WORDS } from '../../../../monitor/src/rules/instructionWords.ts';
import { ruleSetSchema } from '../../../../monitor/src/rules/ruleSetSchema.ts';
import { SCHEMA_WORDS } from '../../../../monitor/src/rules/schemaWords.ts';
import { useMonitors } from '../core/monitors.ts';

type Node = Record<string, any>;

/** All fields with their paths, wherever they stand. */
function fieldsOf(value: unknown, path = ''): [string, Node][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => fieldsOf(item, `${path}[${String(index)}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own =
      key === 'properties'
        ? Object.entries(inner as Node).map(([name, field]): [string, Node] => [`${path}.${name}`, field])
        : [];
    return [...own, ...fieldsOf(inner, key === 'properties' ? path : `${path}.${key}`)];
  });
}

const schema = ruleSetSchema() as Node;
const fields = fieldsOf(schema);

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
    expect(schema['properties'].capture.items.properties.kinds.items.enum).toEqual([...RECORD_KINDS]);
  });

  it('describes every field', () => {
    expect(fields.length).toBeGreaterThan(200);
    expect(fields.filter(([, field]) => typeof field['description'] !== 'string').map(([path]) => path)).toEqual([]);
  });

  it('describes every pattern and every verb, and none that there is not', () => {
    const forms = (node: Node) => (node['oneOf'] ?? node['anyOf']).map((form: Node) => form['title']);
    const triggers: Node = schema['properties'].triggers.items;
    expect(forms(triggers).sort()).toEqual([...PATTERN_WORDS.keys()].sort());
    expect(forms(schema['$defs'].Order).sort()).toEqual([...VERB_WORDS.keys()].sort());
    for (const form of [
      ...(triggers['oneOf'] ?? triggers['anyOf']),
      ...(schema['$defs'].Order.oneOf ?? schema['$defs'].Order.anyOf),
    ]) {
      expect(form.description).toBeTypeOf('string');
    }
  });

  it('says nothing of fields that there are not', () => {
    const used = new Set(fields.map(([, field]) => field['description']));
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
