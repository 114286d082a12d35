import { readFile } from 'node:fs/promises';
import { runRewindow } from '../../../../monitor/src/cli/runRewindow.ts';

/** A rule set with a mistake at 4:43. */
export const BROKEN = '{\n  "version": 1,\n  "name": "a",\n  "screen": [{ "id": "s", "when": "record.statu > 1" }]\n}';

/** Runs the command `rewindow` in this process, over files that are given here, or lie in the project. */
export async function runCommand(
  args: string[],
  {
    files = {},
    env = {},
    fetch: ask = fetch,
  }: { files?: Record<string, string>; env?: Record<string, string>; fetch?: typeof fetch } = {},
) {
  const output: string[] = [];
  const errors: string[] = [];
  const code = await runRewindow({
    args,
    env,
    print: (line) => output.push(line),
    printError: (line) => errors.push(line),
    readText: async (file) => files[file] ?? readFile(file, 'utf8'),
    fetch: ask,
  });
  return { code, output: output.join('\n'), errors: errors.join('\n') };
}
