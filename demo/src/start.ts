import { startDemo } from './startDemo.ts';
import { parseStartOptions } from './startOptions.ts';

/** Entry of `npm start`. Runs until it is told to stop; 1 is the exit code where it can't start. */
try {
  const options = parseStartOptions(process.env);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const demo = await startDemo(options, { print, now: Date.now });
  const stop = () => void demo.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  process.stderr.write(`Rewindow can't start. ${explain(error)}\n`);
  process.exitCode = 1;
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error) || error.code !== 'EADDRINUSE') return error.message;
  const port = 'port' in error ? String(error.port) : '';
  return `Port ${port} is in use. Choose another one, for example: PORT=4200 npm start`;
}
