import fc from 'fast-check';
import { LIMITS, RuleSet } from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '../../../../monitor/src/rules/compile.ts';
import { problemsOf, withCondition } from './compiling.ts';

describe('the text', () => {
  it.each([
    ['', 1, 1, /empty/],
    ['{', 1, 2, /} is missing/],
    ['{"version":1,\n"name":"a",}', 2, 12, /a comma before } is one too many/],
    ['{"version":1, /* why */ "name":"a"}', 1, 15, /no comments/],
    ['{"version":1, // why\n "name":"a"}', 1, 15, /no comments/],
    ['{"version":1,\n "name":"a",\n "name":"b"}', 3, 2, /"name" stands here twice/],
    ['{"version":1,"name":"a","__proto__":{}}', 1, 25, /"__proto__" is not allowed/],
    ['{"version":1,"name":"a"} x', 1, 26, /goes on|not JSON/],
    ["{'version':1}", 1, 2, /double quotes/],
    ['{"version":1,"name":"a\tb"}', 1, 21, /line break or tab/],
    ['\ufeff{}', 1, 1, /not JSON/],
    ['['.repeat(200_000), 1, 41, /too deeply/],
    ['null', 1, 1, /expected Object/],
  ])('%s is refused with its place', (text, line, column, message) => {
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({ line, column });
    expect(problem?.message).toMatch(message);
  });

  it('is read in one go, also where a string is not closed', { timeout: 5_000 }, () => {
    const [problem] = problemsOf(`"${'\\"'.repeat(127_000)}`);
    expect(problem?.message).toMatch(/not closed/);
  });

  it('is bounded in size', () => {
    const [problem] = problemsOf(`{"version":1,"name":"a"${' '.repeat(LIMITS.ruleSetBytes)}}`);
    expect(problem?.message).toMatch(/at most 256000/);
  });

  it('names every part that does not fit, at its place', () => {
    const text = `{
  "version": 2,
  "triggrs": [],
  "capture": [{ "kinds": ["domm"] }],
  "triggers": [{ "id": "1", "type": "count", "when": "true", "instructions": [{ "order": { "verb": "sned" } }] }]
}`;
    const places = problemsOf(text).map(({ path, line, message }) => `${String(line)} ${path}: ${message}`);
    expect(places).toEqual([
      '1 name: "name" is missing',
      '2 version: expected 1, not 2',
      '3 triggrs: there is no field "triggrs" here',
      expect.stringMatching(/^4 capture\[0]\.kinds\[0]: "domm" is not known here; it is one of dom, input/),
      '5 triggers[0].times: "times" is missing',
      '5 triggers[0].withinMs: "withinMs" is missing',
      '5 triggers[0].id: an id starts with a letter; up to 64 letters, digits, _ or -',
      expect.stringMatching(/"sned" is not known here; it is one of buffer\.send, buffer\.hold/),
    ]);
  });

  it('never makes the compiler throw', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      '1',
      'null',
      '"version":1',
      '"name":"a"',
      '"triggers":[',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          for (const { line, column } of problemsOf(text)) expect(line >= 1 && column >= 1).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('never lets a condition make it throw', () => {
    const pieces = fc.constantFrom(
      'record',
      '.',
      'status',
      '(',
      ')',
      '"a"',
      '==',
      '&&',
      '!',
      '-',
      '[',
      ']',
      '1',
      ' ',
      '?',
      ':',
      'has',
      'in',
      '{',
      'x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (when) => {
          const text = withCondition(when);
          const compiled = compileRuleSet(text);
          if (!('problems' in compiled)) expect(v.is(RuleSet, compiled.rules)).toBe(true);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
