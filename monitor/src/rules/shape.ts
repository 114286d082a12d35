import * as v from 'valibot';
import { RuleSetSource } from 'rewindow/wire';
import type { JsonPath, JsonText, TextProblem } from './jsonText.ts';

/** Checks the shape of a rule set, and says of everything that doesn't fit where it stands. */
export function checkShape(text: JsonText): { source: RuleSetSource } | { problems: TextProblem[] } {
  const checked = checkValue(RuleSetSource, text);
  return 'problems' in checked ? checked : { source: checked.output };
}

/** The same for any document. */
export function checkValue<S extends v.GenericSchema>(
  schema: S,
  text: JsonText,
): { output: v.InferOutput<S> } | { problems: TextProblem[] } {
  const result = v.safeParse(schema, text.value);
  if (result.success) return { output: result.output };
  return { problems: result.issues.map((issue) => locateIssue(text, issue)) };
}

type Issue = v.BaseIssue<unknown>;

function locateIssue(text: JsonText, issue: Issue): TextProblem {
  const path = pathOf(issue);
  const isName = isUnknownField(issue);
  return { path, message: describe(issue, path), offset: isName ? text.offsetOfName(path) : text.offsetOf(path) };
}

function pathOf(issue: Issue): JsonPath {
  return (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
}

function isUnknownField(issue: Issue): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

function describe(issue: Issue, path: JsonPath): string {
  const name = String(path.at(-1) ?? 'the document');
  if (isUnknownField(issue)) return `there is no field "${name}" here`;
  if (issue.received === 'undefined') return `"${name}" is missing${oneOf(issue)}`;
  if (issue.type === 'variant' || issue.type === 'picklist')
    return `${issue.received} is not known here${oneOf(issue)}`;
  return issue.message.replace(/^Invalid \w+: Expected/, 'expected').replace(' but received', ', not');
}

function oneOf(issue: Issue): string {
  return issue.expected?.includes('|') === true
    ? `; it is one of ${issue.expected.replace(/[()"]/g, '').replaceAll(' | ', ', ')}`
    : '';
}
