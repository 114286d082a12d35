import type { GenericSchema } from 'valibot';
import { OBSERVABLE_KINDS } from 'rewindow/rules';
import { RECORD_DATA, type RecordKind } from 'rewindow/wire';
import { RECORD_WORDS } from './words.ts';
import type { ObjectName, ValueType } from './types.ts';

/**
 * The names that conditions may use, with type and meaning. The fields of `record` are taken from the schemas of the
 * records themselves, so that the two can't part.
 */
export interface Field {
  type: ValueType;
  description: string;
  /** Kinds of records that have the field, each with the values that it can take there, where they are a closed list. */
  kinds?: ReadonlyMap<RecordKind, readonly string[] | undefined>;
}

const ALL_KINDS = new Map(OBSERVABLE_KINDS.map((kind) => [kind, undefined] as const));

const SESSION: [string, Field][] = [
  ['user', { type: 'string', description: 'Who it is, as the page said by `identify`.' }],
  ['traits', { type: 'map', description: 'What else the page said of the user, by name.' }],
  ['context', { type: 'map', description: 'What the page said by `setContext`, by name.' }],
  ['startedAt', { type: 'number', description: 'Start of the session, epoch milliseconds.' }],
  ['states', { type: 'list<string>', description: 'Ids of the states that are entered now.' }],
];
const PAGE: [string, Field][] = [
  ['url', { type: 'string', description: 'Address of the page, its query masked.' }],
  ['path', { type: 'string', description: 'Path of that address.' }],
];
const USER: [string, Field][] = [
  ['id', { type: 'string', description: 'Who it is, as the page said by `identify`.' }],
  ['traits', { type: 'map', description: 'What else the page said of the user, by name.' }],
];
const STATE: [string, Field][] = [
  ['entered', { type: 'list<string>', description: 'Ids of the states that are entered now.' }],
  ['earlier', { type: 'list<string>', description: 'Ids of the states that were ever entered in this session.' }],
  ['since', { type: 'map', description: 'When each entered state was entered, epoch milliseconds, by its id.' }],
];
const LINK: [string, Field][] = [
  ['online', { type: 'bool', description: 'The browser believes that it is connected.' }],
  ['type', { type: 'string', description: 'Kind of the link, such as `wifi` or `cellular`, where the browser tells.' }],
  ['effectiveType', { type: 'string', description: 'What the link feels like: `slow-2g`, `2g`, `3g` or `4g`.' }],
  [
    'kbps',
    { type: 'number', description: 'Speed in kilobits per second, as the browser says or as uploads have shown.' },
  ],
  ['saver', { type: 'bool', description: 'The user has asked to save data.' }],
  ['metered', { type: 'bool', description: 'The link is paid for by volume, as far as that is known.' }],
];
const PROFILE: [string, Field][] = [
  ['sessionCount', { type: 'number', description: 'Sessions of this user that the monitor knows, this one included.' }],
  ['errorCount', { type: 'number', description: 'Errors in the sessions of this user.' }],
  ['failedRequestCount', { type: 'number', description: 'Exchanges that failed in the sessions of this user.' }],
  ['firstSeenAt', { type: 'number', description: 'Start of the first session of this user, epoch milliseconds.' }],
  ['lastSeenAt', { type: 'number', description: 'When this user was seen last, epoch milliseconds.' }],
];

export const VOCABULARY: Readonly<Record<ObjectName, ReadonlyMap<string, Field>>> = {
  record: readRecordFields(),
  session: new Map(SESSION),
  page: new Map(PAGE),
  user: new Map(USER),
  state: new Map(STATE),
  link: new Map(LINK),
  profile: new Map(PROFILE),
};

function readRecordFields(): Map<string, Field> {
  const kindValues = new Map(OBSERVABLE_KINDS.map((kind) => [kind, [kind]] as const));
  const fields = new Map<string, Field>([
    ['kind', { type: 'string', description: describe('kind'), kinds: kindValues }],
    ['at', { type: 'number', description: describe('at'), kinds: ALL_KINDS }],
  ]);
  for (const kind of OBSERVABLE_KINDS) {
    const entries: Readonly<Record<string, GenericSchema>> = RECORD_DATA[kind].entries;
    for (const [name, schema] of Object.entries(entries)) addField(fields, kind, name, schema);
  }
  return fields;
}

function addField(fields: Map<string, Field>, kind: RecordKind, name: string, schema: GenericSchema): void {
  const inner = unwrap(schema);
  const type = typeOf(inner);
  if (type === undefined) return;
  const known = fields.get(name);
  const kinds = new Map([...(known?.kinds ?? []), [kind, valuesOf(inner)] as const]);
  const isSame = known === undefined || known.type === type;
  fields.set(name, { type: isSame ? type : 'any', description: describe(name), kinds });
}

function describe(name: string): string {
  return RECORD_WORDS.get(name) ?? '';
}

function unwrap(schema: GenericSchema): GenericSchema {
  return 'wrapped' in schema ? unwrap(schema.wrapped as GenericSchema) : schema;
}

/** Undefined for what conditions can't see: structures of the recorder and of images. */
function typeOf(schema: GenericSchema): ValueType | undefined {
  switch (schema.type) {
    case 'boolean':
      return 'bool';
    case 'number':
      return 'number';
    case 'string':
    case 'picklist':
      return 'string';
    case 'record':
      return 'map';
    default:
      return undefined;
  }
}

function valuesOf(schema: GenericSchema): readonly string[] | undefined {
  if (!('options' in schema) || !Array.isArray(schema.options)) return undefined;
  return schema.options.filter((option) => typeof option === 'string');
}
