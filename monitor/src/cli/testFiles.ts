import { compareOutcome, type Difference } from '../rehearsal/compare.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { readTestFile } from '../rehearsal/testFile.ts';
import type { RuleProblem } from '../api/contract.ts';
import type { FilesCommand } from './options.ts';
import { readFile, readRuleFile, ruleFileOf, sayProblem } from './ruleFiles.ts';
import type { RewindowDeps } from './runRewindow.ts';

interface Tested {
  file: string;
  /** What is wrong with the rule set or its test file; then no case was played. */
  problems: { file: string; problem: RuleProblem }[];
  cases: { name: string; passed: boolean; differences: Difference[] }[];
}

/** Plays the cases of test files to their rule sets. */
export async function testFiles({ files, json }: FilesCommand, deps: RewindowDeps): Promise<boolean> {
  const tested: Tested[] = [];
  for (const file of new Set(files.map(ruleFileOf))) tested.push(await testFile(file, deps));
  if (json) deps.print(JSON.stringify({ files: tested.map(describe) }, null, 2));
  else sayAll(tested, deps);
  return tested.every(({ problems, cases }) => problems.length === 0 && cases.every(({ passed }) => passed));
}

async function testFile(ruleFile: string, deps: RewindowDeps): Promise<Tested> {
  const file = ruleFile.replace(/(\.json)?$/, '.test.json');
  const [rules, text] = [await readRuleFile(ruleFile, deps), await readFile(file, deps)];
  if (rules.compiled === undefined) {
    return { file, problems: rules.problems.map((problem) => ({ file: ruleFile, problem })), cases: [] };
  }
  const read = readTestFile(text, rules.compiled.rules);
  if ('problems' in read) return { file, problems: read.problems.map((problem) => ({ file, problem })), cases: [] };
  const { rules: compiled } = rules.compiled;
  const cases = read.cases.map((each) => {
    const differences = compareOutcome(each.expect, rehearse(compiled, each));
    return { name: each.name, passed: differences.length === 0, differences };
  });
  return { file, problems: [], cases };
}

function describe({ file, problems, cases }: Tested) {
  return { file, problems: problems.map((each) => ({ file: each.file, ...each.problem })), cases };
}

function sayAll(tested: Tested[], { print, printError }: RewindowDeps): void {
  for (const { file, problems, cases } of tested) {
    for (const each of problems) printError(sayProblem(each.file, each.problem));
    if (problems.length > 0) continue;
    print(file);
    for (const { name, passed, differences } of cases) {
      print(`  ${passed ? 'ok  ' : 'FAIL'}  ${name}`);
      for (const difference of differences) sayDifference(difference, print);
    }
  }
  const all = tested.flatMap(({ cases }) => cases);
  const failedCount = all.filter(({ passed }) => !passed).length;
  const legend = failedCount > 0 ? ' (- expected, + happened)' : '';
  print(`${String(all.length - failedCount)} passed, ${String(failedCount)} failed${legend}`);
}

function sayDifference({ what, lines }: Difference, print: (line: string) => void): void {
  print(`          ${what}:`);
  for (const { sign, text } of lines) print(`          ${sign} ${text}`);
}
