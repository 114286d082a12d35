import type { Json, JsonObject, JsonPath } from './jsonValue.ts';
import { isObject, valueAt } from './jsonValue.ts';
import { writeAt } from './ruleText.ts';

/**
 * A rule as sentences with blanks: words, and fields that stand for a place of the rule's JSON. The form shows them as inputs,
 * and a folded rule as plain words. Tables of these sentences are all that the form knows of the rule language.
 */
export type FieldType =
  | { type: 'text'; placeholder?: string; isWide?: boolean; isLong?: boolean }
  | { type: 'number'; min?: number; max?: number; step?: number; isDecimal?: boolean; fallback?: number }
  /** Stored as milliseconds. */
  | { type: 'span'; fallback?: number }
  /** Stored as epoch milliseconds. */
  | { type: 'moment' }
  | { type: 'bytes'; fallback?: number }
  /** Stored from 0 to 1. */
  | { type: 'share'; fallback?: number }
  | { type: 'flag'; fallback?: boolean }
  | { type: 'choice'; options: readonly Option[]; fallback?: string }
  | { type: 'choices'; options: readonly Option[] }
  | { type: 'words'; placeholder?: string }
  | { type: 'kinds'; fallback?: string }
  /** Ids of this rule set. */
  | { type: 'state' | 'audience' | 'stateList' }
  /** `parts`: a condition on the ids of a combination's parts. `isValue`: no condition but what is measured or told apart by. */
  | { type: 'condition'; isParts?: boolean; isValue?: boolean }
  /** A choice that changes which other fields there are. */
  | {
      type: 'switch';
      options: readonly Option[];
      current: (value: Json) => string;
      edits: (value: Json, to: string) => Edit[];
    }
  | { type: 'list'; add: string; initial: Json; lines: (item: Json) => Line[]; max: number };
export interface Option {
  value: string;
  label: string;
  text?: string;
}
export interface Field {
  /** Relative to the rule. */
  path: JsonPath;
  /** What the input is called for those who don't see the sentence. */
  label: string;
  as: FieldType;
}
export interface Line {
  words: readonly (string | Field)[];
  /** Only there when asked for. `label` names it in the list of what can be added; `initial` is what is written then. */
  optional?: { label: string; initial: readonly Edit[] };
}
export interface Edit {
  path: JsonPath;
  /** Undefined takes it away. */
  value: Json | undefined;
}

export const field = (path: string | JsonPath, label: string, as: FieldType): Field => ({
  path: typeof path === 'string' ? path.split('.').filter((key) => key !== '') : path,
  label,
  as,
});

export const line = (...words: Line['words']): Line => ({ words });

/** A line that can be added; `initial` by dotted path. */
export function optional(label: string, initial: JsonObject, ...words: Line['words']): Line {
  const edits = Object.entries(initial).map(([path, value]) => ({ path: path.split('.'), value }));
  return { words, optional: { label, initial: edits } };
}

export function isShown({ optional: option }: Line, value: Json): boolean {
  return option === undefined || option.initial.some(({ path }) => valueAt(value, path) !== undefined);
}

export function applyEdits(text: string, base: JsonPath, edits: readonly Edit[]): string {
  return edits.reduce((before, { path, value }) => writeAt(before, [...base, ...path], value), text);
}

/** What takes an added line away. An object that it leaves empty goes with it. */
export function removalOf({ optional: option }: Line, value: Json): Edit[] {
  const paths = option?.initial.map(({ path }) => path) ?? [];
  return paths.map((path) => {
    const parent = valueAt(value, path.slice(0, -1));
    const goes = (key: string): boolean => paths.some((one) => one.length === path.length && one.at(-1) === key);
    const isEmptied = path.length > 1 && isObject(parent) && Object.keys(parent).every(goes);
    return { path: isEmptied ? path.slice(0, -1) : path, value: undefined };
  });
}

/** The names in the rule that the lines are about. */
export const rootsOf = (lines: readonly Line[]): string[] =>
  lines.flatMap(({ words }) =>
    words.flatMap((word) => (typeof word === 'string' || word.path.length === 0 ? [] : String(word.path[0]))),
  );
