import { OBSERVABLE_KINDS } from 'rewindow/rules';
import { EpochMs, RuleId, type RuleSet } from 'rewindow/wire';
import * as v from 'valibot';
import type { RuleProblem } from '../api/contract.ts';
import { nameOf } from '../rules/compile.ts';
import { readJsonText, type TextProblem } from '../rules/jsonText.ts';
import { positionAt } from '../rules/position.ts';
import { checkValue } from '../rules/shape.ts';
import { checkCase } from './caseChecks.ts';

/**
 * The tests of a rule set: a list of cases, each with records in short form, and what is expected of the rules. They stand in
 * `NAME.test.json` beside `NAME.json`.
 */
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const Ms = v.pipe(v.number(), v.minValue(0), v.maxValue(7 * 24 * 3_600_000));
const list = <T extends v.GenericSchema>(item: T) => v.optional(v.pipe(v.array(item), v.maxLength(10_000)));
const plainRecord = v.record(v.string(), v.unknown());

/** A record with the fields that matter; `atMs` counts from the start of the session. */
const ShortRecord = v.strictObject({
  kind: v.picklist(OBSERVABLE_KINDS),
  atMs: Ms,
  data: v.optional(plainRecord, {}),
});
export type ShortRecord = v.InferOutput<typeof ShortRecord>;

/** A trigger, at any time or at this one. */
const Firing = v.union([RuleId, v.strictObject({ id: RuleId, atMs: Ms })]);
export type Firing = v.InferOutput<typeof Firing>;

const Expected = v.pipe(
  v.strictObject({
    /** Triggers that fire, in order; rules of `assist` are triggers. */
    fired: list(Firing),
    /** Those in a dry run. */
    wouldFire: list(Firing),
    /** States that are entered on the way, in order. */
    entered: list(RuleId),
    /** States that are entered at the end. */
    states: list(RuleId),
    /** Rules of `screen` and `providers` that are followed, in order. */
    screen: list(RuleId),
    providers: list(RuleId),
    /** What becomes of each record. */
    forward: list(v.picklist(['live', 'onRequest', 'never'])),
  }),
  v.check((expected) => Object.keys(expected).length > 0, 'a case expects something'),
);
export type Expected = v.InferOutput<typeof Expected>;

const Case = v.strictObject({
  name: text,
  user: v.optional(v.strictObject({ id: v.optional(text), traits: v.optional(plainRecord) })),
  context: v.optional(plainRecord),
  /** Audiences that the session is in; none where absent. */
  audiences: v.optional(v.array(RuleId), []),
  link: v.optional(plainRecord),
  profile: v.optional(plainRecord),
  /** Start of the session. */
  startAt: v.optional(EpochMs, 1_767_225_600_000),
  /** Address of the page before the first navigation. */
  url: v.optional(v.pipe(text, v.url()), 'https://test.example/'),
  records: v.pipe(v.array(ShortRecord), v.maxLength(10_000)),
  /** Time goes on until then, where it is after the last record. */
  untilMs: v.optional(Ms),
  expect: Expected,
});
export type Case = v.InferOutput<typeof Case>;
export const Cases = v.pipe(v.array(Case), v.minLength(1, 'there is no case'));

/** Reads a test file for this rule set, or says what is wrong with it, by line and column. */
export function readTestFile(source: string, rules: RuleSet): { cases: Case[] } | { problems: RuleProblem[] } {
  const json = readJsonText(source);
  if ('problems' in json) return refuse(source, json.problems);
  const shape = checkValue(Cases, json);
  if ('problems' in shape) return refuse(source, shape.problems);
  const problems = shape.output.flatMap((each, index) => checkCase(each, [index], rules, json));
  return problems.length > 0 ? refuse(source, problems) : { cases: shape.output };
}

function refuse(source: string, problems: TextProblem[]): { problems: RuleProblem[] } {
  return {
    problems: problems.map(({ path, message, offset }) => ({
      path: nameOf(path),
      message,
      ...positionAt(source, offset),
    })),
  };
}
