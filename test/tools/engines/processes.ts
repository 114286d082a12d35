import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs beside the tests, and never outlives them. */
export interface RunningProcess {
  stop(): Promise<void>;
}

export function startProcess(program: string, args: string[], env: NodeJS.ProcessEnv): RunningProcess {
  return follow(spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore', detached: true }));
}

/** An X server without a screen; it chooses its number itself. */
export async function startDisplay(program: string): Promise<RunningProcess & { name: string }> {
  const stdio: StdioOptions = ['ignore', 'ignore', 'ignore', 'pipe'];
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
  const child = spawn(program, args, { stdio, detached: true });
  const running = follow(child);
  const numbers = child.stdio[3];
  if (!numbers) throw new Error('no pipe to the display');
  const [chunk]: unknown[] = await once(numbers, 'data', { signal: AbortSignal.timeout(15_000) });
  return { ...running, name: `:${String(chunk).trim()}` };
}

/** With its own children: each has a process group of its own. */
function follow(child: ChildProcess): RunningProcess {
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has gone by itself.
    }
  };
  const killNow = () => kill('SIGKILL');
  process.once('exit', killNow);
  child.once('error', killNow);
  return {
    async stop() {
      process.off('exit', killNow);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      const force = setTimeout(killNow, 5_000);
      kill('SIGTERM');
      await gone;
      clearTimeout(force);
      // What the program has started and left behind.
      killNow();
    },
  };
}
