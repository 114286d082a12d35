import { OBSERVABLE_KINDS } from 'rewindow/rules';
import { RECORD_DATA, type RecordKind } from 'rewindow/wire';
import type { GenericSchema } from 'valibot';
import { KIND_WORDS } from './kindWords.ts';

/** What conditions can ask for. Fields of records are read from the schemas of the records themselves. */
export interface ConditionField {
  path: string;
  label: string;
  group: string;
  /** `map` has names of its own below it: `record.data.amount`. */
  type: 'text' | 'number' | 'boolean' | 'list' | 'map';
  /** Where only these are possible. */
  values?: readonly string[] | undefined;
}

const field = (group: string, path: string, label: string, type: ConditionField['type']): ConditionField => ({
  group,
  path,
  label,
  type,
});

/** Roots besides `record`. */
export const SURROUNDINGS: readonly ConditionField[] = [
  field('Page', 'page.path', 'path of the page', 'text'),
  field('Page', 'page.url', 'address of the page', 'text'),
  field('States', 'state.entered', 'states that are entered now', 'list'),
  field('States', 'state.earlier', 'states that were entered in this session', 'list'),
  field('States', 'state.since', 'when a state was entered, by id', 'map'),
  field('User', 'user.id', 'id of the user', 'text'),
  field('User', 'user.traits', 'what is known of the user', 'map'),
  field('Session', 'session.context', 'context of the session', 'map'),
  field('Session', 'session.startedAt', 'start of the session (epoch ms)', 'number'),
  field('Session', 'session.user', 'id of the user, as session.user', 'text'),
  field('Session', 'session.traits', 'traits of the user, as session.traits', 'map'),
  field('Session', 'session.states', 'entered states, as session.states', 'list'),
  field('Link', 'link.online', 'online', 'boolean'),
  field('Link', 'link.type', 'type of the link (wifi, cellular …)', 'text'),
  field('Link', 'link.effectiveType', 'effective type (4g, 3g …)', 'text'),
  field('Link', 'link.kbps', 'speed in kbit/s', 'number'),
  field('Link', 'link.saver', 'data saver is on', 'boolean'),
  field('Link', 'link.metered', 'metered', 'boolean'),
  field('Profile of the user', 'profile.sessionCount', 'number of sessions', 'number'),
  field('Profile of the user', 'profile.errorCount', 'number of errors', 'number'),
  field('Profile of the user', 'profile.failedRequestCount', 'number of failed requests', 'number'),
  field('Profile of the user', 'profile.firstSeenAt', 'first seen (epoch ms)', 'number'),
  field('Profile of the user', 'profile.lastSeenAt', 'last seen (epoch ms)', 'number'),
];

/** Kinds that a condition can be about, in the order in which they are offered. */
export const CONDITION_KINDS: readonly RecordKind[] = OBSERVABLE_KINDS;

export function recordFields(kind: RecordKind | undefined): ConditionField[] {
  const kinds = kind === undefined ? CONDITION_KINDS : [kind];
  const found = new Map<string, ConditionField>();
  for (const one of kinds) {
    const entries: Readonly<Record<string, GenericSchema>> = RECORD_DATA[one].entries;
    for (const [name, schema] of Object.entries(entries)) {
      const read = readField(one, name, schema);
      if (read && !found.has(read.path))
        found.set(read.path, kind === undefined ? { ...read, values: undefined } : read);
    }
  }
  return [...found.values()];
}

export function fieldsFor(kind: RecordKind | undefined): ConditionField[] {
  return [...recordFields(kind), ...SURROUNDINGS];
}

/** The field of the path, or that whose names it continues. */
export function findField(fields: readonly ConditionField[], path: string): ConditionField | undefined {
  const exact = fields.find((one) => one.path === path);
  return exact ?? fields.find((one) => one.type === 'map' && path.startsWith(`${one.path}.`));
}

function readField(kind: RecordKind, name: string, schema: GenericSchema): ConditionField | undefined {
  const inner = unwrap(schema);
  const type = TYPES[inner.type];
  if (type === undefined) return undefined;
  const group = `Of ${KIND_WORDS[kind].happening}`;
  return { path: `record.${name}`, label: FIELD_WORDS[name] ?? toWords(name), group, type, values: valuesOf(inner) };
}

const TYPES: Readonly<Record<string, ConditionField['type']>> = {
  string: 'text',
  picklist: 'text',
  number: 'number',
  boolean: 'boolean',
  record: 'map',
};

function unwrap(schema: GenericSchema): GenericSchema {
  if (!('wrapped' in schema) || !isSchema(schema.wrapped)) return schema;
  return unwrap(schema.wrapped);
}

const isSchema = (value: unknown): value is GenericSchema =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema';

function valuesOf(schema: GenericSchema): string[] | undefined {
  if (!('options' in schema) || !Array.isArray(schema.options)) return undefined;
  return schema.options.filter((option) => typeof option === 'string');
}

/** `durationMs`: `duration (ms)`. */
function toWords(name: string): string {
  const words = name.replace(/(Ms|Bytes|Count)$/, '').replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  const unit = /Ms$/.test(name) ? ' (ms)' : /Bytes$/.test(name) ? ' (bytes)' : /Count$/.test(name) ? ' (count)' : '';
  return words + unit;
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  type: 'what happened',
  path: 'path of the address',
  url: 'address',
  label: 'label of the element',
  selector: 'selector of the element',
  field: 'name of the field',
  form: 'form of the field',
  length: 'number of characters',
  value: 'value of the field',
  failed: 'no answer came',
  aborted: 'broken off by the page',
  data: 'data that the page gave',
  depth: 'share that was seen (0 to 1)',
  trusted: 'done by a person',
  cached: 'came from a cache',
  name: 'name',
  message: 'text of the message',
};
