import { isDormant } from 'rewindow/rules';
import { describePlacement } from '../rules/placement.ts';
import type { FilesCommand } from './options.ts';
import { readRuleFile, sayProblem, type RuleFile } from './ruleFiles.ts';
import type { RewindowDeps } from './runRewindow.ts';

/** Says what is wrong with rule sets; of those that are fine, where their triggers run. */
export async function checkFiles({ files, json }: FilesCommand, deps: RewindowDeps): Promise<boolean> {
  const read: RuleFile[] = [];
  for (const file of files) read.push(await readRuleFile(file, deps));
  if (json) deps.print(JSON.stringify({ files: read.map(describe) }, null, 2));
  else for (const each of read) say(each, deps);
  return read.every(({ compiled }) => compiled !== undefined);
}

/** As the check of the monitor answers. */
function describe({ file, compiled, problems }: RuleFile) {
  return {
    file,
    valid: compiled !== undefined,
    problems,
    dormant: compiled !== undefined && isDormant(compiled.rules),
    placement: compiled === undefined ? [] : describePlacement(compiled),
  };
}

function say({ file, compiled, problems }: RuleFile, { print, printError }: RewindowDeps): void {
  for (const problem of problems) printError(sayProblem(file, problem));
  if (compiled === undefined) return;
  const { triggers } = compiled.rules;
  const count = triggers.filter(({ where }) => where === 'monitor').length;
  const where = `triggers: ${String(triggers.length)}, in the monitor: ${String(count)}`;
  print(`${file}: fine (${isDormant(compiled.rules) ? 'agents stay asleep' : where})`);
}
