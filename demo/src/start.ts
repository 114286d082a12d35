import { startDemo } from './startDemo.ts';
import { parseStartOptions } from './startOptions.ts';

/** Entry of `npm start`. Runs until it is told to stop; 1 is the exit code where it can't start. */
try {
  const options = parseStartOptions(process.env);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const starting = startDemo(options, { print, now: Date.now });
  // Before it is ready, because whoever reads that it is may stop it at once. A failed start is told below.
  const stop = () => void starting.then(async (demo) => demo.close()).catch(() => undefined);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await starting;
} catch (error) {
  process.stderr.write(`Rewindow can't start. ${explain(error)}\n`);
  process.exitCode = 1;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'FolderLockedError') {
    return `${error.message} Stop that one, or choose another folder and port: REWINDOW_DATA=./data2 PORT=4200 npm start`;
  }
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error.message;
  const port = 'port' in error ? String(error.port) : '';
  return `Port ${port} is in use. Choose another one, for example: PORT=4200 npm start`;
}
