import type { RuleProblem } from '../api/contract.ts';
import { compileRuleSet, type CompiledRuleSet } from '../rules/compile.ts';
import type { RewindowDeps } from './runRewindow.ts';

/** A problem as compilers print it, so that editors can jump to it. */
export function sayProblem(file: string, { line, column, message, path }: RuleProblem): string {
  const place = `${file}:${String(line)}:${String(column)}`;
  return `${place}: ${message}${path === '' ? '' : ` (${path})`}`;
}

export interface RuleFile {
  file: string;
  text: string;
  /** Undefined where it does not compile. */
  compiled: CompiledRuleSet | undefined;
  problems: RuleProblem[];
}

/** Either of the two may be named, as in `rules/*.json`. */
export function ruleFileOf(file: string): string {
  return file.replace(/\.test\.json$/, '.json');
}

/** @throws {Error} where the file can't be read */
export async function readRuleFile(file: string, deps: Pick<RewindowDeps, 'readText'>): Promise<RuleFile> {
  const text = await readFile(file, deps);
  const compiled = compileRuleSet(text);
  if ('problems' in compiled) return { file, text, compiled: undefined, problems: compiled.problems };
  return { file, text, compiled, problems: [] };
}

/** @throws {Error} that names the file */
export async function readFile(file: string, { readText }: Pick<RewindowDeps, 'readText'>): Promise<string> {
  try {
    return await readText(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why = code === 'ENOENT' ? 'there is no such file' : String(error);
    throw new Error(`${file}: ${why}`, { cause: error });
  }
}
