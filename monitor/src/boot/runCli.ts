import { pino } from 'pino';
import { parseCommand, UsageError, USAGE, type Command } from './cliOptions.ts';
import { createMonitor } from './createMonitor.ts';
import { readVersion } from './installation.ts';
import { passwordNotice } from './passwordNotice.ts';
import { reindex } from './reindex.ts';
import { openStores, readRuleKey } from './stores.ts';

export interface CliDeps {
  args: string[];
  env: { [name: string]: string | undefined };
  print: (line: string) => void;
  printError: (line: string) => void;
  /** Resolves when the process is asked to end. Called before anybody hears that the monitor is ready. */
  untilStop: () => Promise<void>;
}

type ServeCommand = Extract<Command, { port: number }>;

/** Lines of progress while the index is built anew: one per so many segments. */
const PROGRESS_COUNT = 500;

/** The command `rewindow-monitor`. Resolves to the exit code: 0, 1 for a failure, 2 for options that make no sense. */
export async function runCli(deps: CliDeps): Promise<number> {
  try {
    const command = parseCommand(deps.args, deps.env);
    if (command.type === 'help') deps.print(USAGE.trimEnd());
    else if (command.type === 'version') deps.print(readVersion());
    else if (command.type === 'reindex') await rebuild(command, deps);
    else if (command.type === 'printKey') deps.print(await readRuleKey(command));
    else await serve(command, deps);
    return 0;
  } catch (error) {
    deps.printError(`rewindow-monitor: ${explain(error)}`);
    if (!(error instanceof UsageError)) return 1;
    deps.printError('Try: rewindow-monitor --help');
    return 2;
  }
}

async function serve({ logLevel, type: _, ...options }: ServeCommand, deps: CliDeps): Promise<void> {
  const logger = pino({ level: logLevel }, pino.destination({ dest: 2, sync: true }));
  const monitor = await createMonitor({ ...options, logger });
  try {
    // Before anything else can fail, because nobody can read it again.
    if (monitor.generatedPassword !== undefined) deps.print(passwordNotice(monitor.generatedPassword));
    const stopped = deps.untilStop();
    const address = await monitor.listen();
    deps.print(`rewindow-monitor ready: ${address} (data in ${options.dataDir})`);
    await stopped;
  } finally {
    await monitor.close();
  }
}

async function rebuild({ dataDir }: ServeCommand, { print, printError }: CliDeps): Promise<void> {
  const stores = await openStores({ dataDir });
  try {
    const count = await reindex({
      ...stores,
      progress: (doneCount) => {
        if (doneCount % PROGRESS_COUNT === 0) print(`${String(doneCount)} segments indexed …`);
      },
      report: (error, key) => {
        printError(
          `${key.app}/${key.sessionId}/${key.pageId} ${String(key.first)}-${String(key.last)}: ${explain(error)}`,
        );
      },
    });
    print(`rewindow-monitor: ${String(count)} segments indexed`);
  } finally {
    await stores.close();
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `the port is in use (${error.message}); give another one by --port`;
  }
  return error.message;
}
