import { AppKey } from 'rewindow/wire';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { UsageError } from '../boot/cliOptions.ts';

export const USAGE = `Usage: rewindow rules COMMAND [options]

  rewindow rules check FILE…    say what is wrong with rule sets and test files, as FILE:LINE:COLUMN: MESSAGE
  rewindow rules test FILE…     play the cases of NAME.test.json to the rule set NAME.json
  rewindow rules publish FILE --monitor URL --app KEY [--share 0.1] [--note TEXT] [--base N]
                                publish a rule set as the next revision
  rewindow rules schema         print the JSON Schema of rule sets

  --json        print one JSON document instead of lines
  --share S     publish, for this share of the sessions first (0 to 1)
  --note TEXT   why, for the history
  --base N      publish only if N is still the newest revision (0: there is none)
  --version     print the version
  --help        print this

Environment: REWINDOW_TOKEN (of a login) or REWINDOW_PASSWORD (of the operator) to publish.

Ends with 0 where all is well, 1 where a rule set is refused or a case fails, and 2 where the command
could not be carried out: wrong options, files that can't be read, a monitor that does not answer.
`;

export interface PublishCommand {
  type: 'publish';
  file: string;
  monitor: URL;
  app: string;
  share: number | undefined;
  note: string | undefined;
  base: number | undefined;
  credentials: { token: string } | { password: string };
  json: boolean;
}
export interface FilesCommand {
  type: 'check' | 'test';
  files: string[];
  json: boolean;
}
export type RulesCommand = { type: 'help' } | { type: 'version' } | { type: 'schema' } | FilesCommand | PublishCommand;

type Values = ReturnType<typeof parseOptions>['values'];
type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {UsageError} */
export function parseRulesCommand(args: string[], env: Environment): RulesCommand {
  const { values, positionals } = parseOptions(args);
  if (values.help) return { type: 'help' };
  if (values.version) return { type: 'version' };
  const [group, name, ...files] = positionals;
  if (group !== 'rules')
    throw new UsageError(group === undefined ? 'Say what to do' : `There is no command "${group}"`);
  switch (name) {
    case 'schema':
      return { type: 'schema' };
    case 'check':
    case 'test':
      if (files.length === 0) throw new UsageError(`rules ${name} needs a file`);
      return { type: name, files, json: values.json };
    case 'publish':
      return parsePublish(files, values, env);
    default:
      throw new UsageError(`rules takes check, test, publish or schema, not "${name ?? ''}"`);
  }
}

function parseOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        monitor: { type: 'string' },
        app: { type: 'string' },
        share: { type: 'string' },
        note: { type: 'string' },
        base: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parsePublish([file, ...more]: string[], values: Values, env: Environment): PublishCommand {
  if (file === undefined || more.length > 0) throw new UsageError('rules publish takes one file');
  const { monitor, app, share, note, base, json } = values;
  if (!v.is(AppKey, app)) throw new UsageError('--app takes the key of the application');
  return {
    ...{ type: 'publish', file, app, note, json },
    monitor: parseMonitor(monitor),
    share: parseNumber(share, '--share takes a number from 0 to 1', (value) => value >= 0 && value <= 1),
    base: parseNumber(
      base,
      '--base takes the number of a revision',
      (value) => Number.isSafeInteger(value) && value >= 0,
    ),
    credentials: parseCredentials(env),
  };
}

function parseMonitor(text = ''): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError('--monitor takes the address of the monitor, as https://monitor.example');
  }
  return new URL(url.pathname.endsWith('/') ? url : `${url.href}/`);
}

function parseNumber(text: string | undefined, wrong: string, isFine: (value: number) => boolean): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^[\d.]+$/.test(text) && isFine(value)) return value;
  throw new UsageError(`${wrong}, not "${text}"`);
}

/** Neither is an option: what stands on a command line, others can read. */
function parseCredentials(env: Environment): PublishCommand['credentials'] {
  const { REWINDOW_TOKEN: token, REWINDOW_PASSWORD: password } = env;
  if (token) return { token };
  if (password) return { password };
  throw new UsageError('REWINDOW_TOKEN or REWINDOW_PASSWORD must be set to publish');
}
