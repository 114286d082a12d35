import { isDormant } from 'rewindow/rules';
import type { RuleProblem } from '../api/contract.ts';
import { readTestFile } from '../rehearsal/testFile.ts';
import { describePlacement } from '../rules/placement.ts';
import type { FilesCommand } from './options.ts';
import { readFile, readRuleFile, ruleFileOf, sayProblem, type RuleFile } from './ruleFiles.ts';
import type { RewindowDeps } from './runRewindow.ts';

/** A file of test cases, which stand for themselves: that they pass is what `rules test` is for. */
interface CaseFile {
  file: string;
  problems: RuleProblem[];
  caseCount: number;
}
type Checked = RuleFile | CaseFile;

/** Says what is wrong with rule sets and their test files; of rule sets that are fine, where their triggers run. */
export async function checkFiles({ files, json }: FilesCommand, deps: RewindowDeps): Promise<boolean> {
  const checked = await readAll([...new Set(files)], deps);
  if (json) deps.print(JSON.stringify({ files: checked.map(describe) }, null, 2));
  else for (const each of checked) say(each, deps);
  return checked.every(({ problems }) => problems.length === 0);
}

/** Each rule set once, also where only its test file is named and the rule set is at fault. */
async function readAll(files: string[], deps: RewindowDeps): Promise<Checked[]> {
  const rules = new Map<string, RuleFile>();
  const checked: Checked[] = [];
  const readRules = async (file: string) => {
    const read = rules.get(file) ?? (await readRuleFile(file, deps));
    rules.set(file, read);
    return read;
  };
  for (const file of files) {
    const ruleSet = await readRules(ruleFileOf(file));
    if (ruleSet.file === file) checked.push(ruleSet);
    else if (ruleSet.compiled !== undefined) checked.push(await readCases(file, ruleSet.compiled.rules, deps));
    else if (!files.includes(ruleSet.file)) checked.push(ruleSet);
  }
  return checked;
}

async function readCases(
  file: string,
  rules: Parameters<typeof readTestFile>[1],
  deps: RewindowDeps,
): Promise<CaseFile> {
  const read = readTestFile(await readFile(file, deps), rules);
  if ('problems' in read) return { file, problems: read.problems, caseCount: 0 };
  return { file, problems: [], caseCount: read.cases.length };
}

/** Of a rule set as the check of the monitor answers. */
function describe(checked: Checked) {
  const { file, problems } = checked;
  const valid = problems.length === 0;
  if ('caseCount' in checked) return { file, valid, problems, caseCount: checked.caseCount };
  const { compiled } = checked;
  return {
    ...{ file, valid, problems },
    dormant: compiled !== undefined && isDormant(compiled.rules),
    placement: compiled === undefined ? [] : describePlacement(compiled),
  };
}

function say(checked: Checked, { print, printError }: RewindowDeps): void {
  const { file, problems } = checked;
  for (const problem of problems) printError(sayProblem(file, problem));
  if (problems.length === 0) print(`${file}: fine (${describeFine(checked)})`);
}

function describeFine(checked: Checked): string {
  if ('caseCount' in checked) return `cases: ${String(checked.caseCount)}`;
  const rules = checked.compiled?.rules;
  if (rules === undefined || isDormant(rules)) return 'agents stay asleep';
  const count = rules.triggers.filter(({ where }) => where === 'monitor').length;
  return `triggers: ${String(rules.triggers.length)}, in the monitor: ${String(count)}`;
}
