import { RECORD_DATA, type RecordKind, type RuleSet } from 'rewindow/wire';
import * as v from 'valibot';
import type { JsonPath, JsonText, TextProblem } from '../rules/jsonText.ts';
import type { Case, Firing, ShortRecord } from './testFile.ts';

/** Names that the rule set does not have, fields that the kind does not have, and time that runs backwards. */
export function checkCase(
  { records, expect, audiences }: Case,
  path: JsonPath,
  rules: RuleSet,
  json: JsonText,
): TextProblem[] {
  const at = (more: JsonPath, message: string) => {
    const place = [...path, ...more];
    return { path: place, message, offset: json.offsetOf(place) };
  };
  const named: [string, readonly { id: string }[], readonly Firing[] | undefined][] = [
    ['fired', rules.triggers, expect.fired],
    ['wouldFire', rules.triggers, expect.wouldFire],
    ['entered', rules.states, expect.entered],
    ['states', rules.states, expect.states],
    ['screen', rules.screen, expect.screen],
    ['providers', rules.providers, expect.providers],
  ];
  const strangers = named.flatMap(([what, declared, names = []]) =>
    names.flatMap((name, index) => {
      const id = typeof name === 'string' ? name : name.id;
      const isKnown = declared.some((rule) => rule.id === id);
      return isKnown ? [] : [at(['expect', what, index], `the rule set has no "${id}" that could be here`)];
    }),
  );
  const outsiders = audiences.flatMap((id, index) => {
    const isKnown = rules.targeting.some((audience) => audience.id === id);
    return isKnown ? [] : [at(['audiences', index], `the rule set has no audience "${id}"`)];
  });
  const wrong = records.flatMap((record, index) => [
    ...checkFields(record).map(({ name, message }) => at(['records', index, 'data', ...name], message)),
    ...(record.atMs < (records[index - 1]?.atMs ?? 0)
      ? [at(['records', index, 'atMs'], 'this is before the record above')]
      : []),
  ]);
  return [...strangers, ...outsiders, ...wrong].sort((one, other) => one.offset - other.offset);
}

function checkFields({ kind, data }: ShortRecord): { name: string[]; message: string }[] {
  const entries = entriesOf(kind);
  return Object.entries(data).flatMap(([name, value]) => {
    const schema = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (schema === undefined) return [{ name: [name], message: `a record of the kind ${kind} has no "${name}"` }];
    const { issues } = v.safeParse(schema, value);
    return (issues ?? []).slice(0, 1).map(({ message }) => ({ name: [name], message }));
  });
}

function entriesOf(kind: RecordKind): Readonly<Record<string, v.GenericSchema>> {
  const schema = RECORD_DATA[kind];
  return 'entries' in schema ? schema.entries : {};
}
