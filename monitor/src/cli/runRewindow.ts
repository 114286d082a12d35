import { UsageError } from '../boot/cliOptions.ts';
import { readVersion } from '../boot/installation.ts';
import { ruleSetSchema } from '../rules/ruleSetSchema.ts';
import { checkFiles } from './check.ts';
import { parseRulesCommand, USAGE, type RulesCommand } from './options.ts';
import { publishFile } from './publish.ts';
import { testFiles } from './testFiles.ts';

export interface RewindowDeps {
  args: string[];
  env: Readonly<Record<string, string | undefined>>;
  print: (line: string) => void;
  printError: (line: string) => void;
  /** Rejects where there is no such file. */
  readText: (file: string) => Promise<string>;
  fetch: typeof fetch;
}

/**
 * The command `rewindow`: rule sets that are kept in a repository. Resolves to the exit code: 0, 1 where a rule set is at
 * fault, 2 where the command could not be carried out.
 */
export async function runRewindow(deps: RewindowDeps): Promise<0 | 1 | 2> {
  try {
    return (await carryOut(parseRulesCommand(deps.args, deps.env), deps)) ? 0 : 1;
  } catch (error) {
    deps.printError(`rewindow: ${error instanceof Error ? error.message : String(error)}`);
    if (error instanceof UsageError) deps.printError('Try: rewindow --help');
    return 2;
  }
}

/** Resolves to whether all is well. */
async function carryOut(command: RulesCommand, deps: RewindowDeps): Promise<boolean> {
  switch (command.type) {
    case 'help':
      deps.print(USAGE.trimEnd());
      return true;
    case 'version':
      deps.print(readVersion());
      return true;
    case 'schema':
      deps.print(JSON.stringify(ruleSetSchema(), null, 2));
      return true;
    case 'check':
      return checkFiles(command, deps);
    case 'test':
      return testFiles(command, deps);
    case 'publish':
      return publishFile(command, deps);
  }
}
