import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './freePort.ts';
import { waitUntil } from './waitUntil.ts';

/**
 * The real thing in a process of its own: monitor, console and demo, as `npm start` runs them after the build. `stop` and
 * `restart` keep port and folder, so that a test can take the monitor away from a running page and give it back.
 */
export interface MonitorProcess {
  baseUrl: string;
  password: string;
  dataDir: string;
  pid(): number | undefined;
  /** SIGTERM, or SIGKILL for tests of crashes. Resolves when the process is gone. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  restart(): Promise<void>;
  /** Stops it and deletes the folder. */
  close(): Promise<void>;
}

const PROGRAM = join(import.meta.dirname, '../../demo/dist/start.js');

/** @param env settings besides port, folder and password */
export async function startMonitor({
  password = 'end to end password',
  env = {},
}: { password?: string; env?: Readonly<Record<string, string>> } = {}): Promise<MonitorProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rewindow-e2e-'));
  const port = await findFreePort();
  const launch = async () => launchMonitor({ port, dataDir, password, settings: env });
  let running = await launch();
  const stop: MonitorProcess['stop'] = async (signal = 'SIGTERM') => {
    if (isGone(running)) return;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  };
  return {
    baseUrl: addressOf(port),
    password,
    dataDir,
    pid: () => running.pid,
    stop,
    async restart() {
      await stop();
      running = await launch();
    },
    async close() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface LaunchOptions {
  port: number;
  dataDir: string;
  password: string;
  settings: Readonly<Record<string, string>>;
}

async function launchMonitor({ port, dataDir, password, settings }: LaunchOptions): Promise<ChildProcess> {
  const own = { PORT: String(port), REWINDOW_DATA: dataDir, REWINDOW_ADMIN_PASSWORD: password };
  const env = { ...process.env, ...settings, ...own };
  const child = spawn(process.execPath, [PROGRAM], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  try {
    await waitUntil('the monitor to answer', () => isHealthy(child, port, said), { timeoutMs: 60_000 });
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child;
}

async function isHealthy(child: ChildProcess, port: number, said: string[]): Promise<true | undefined> {
  if (isGone(child)) throw new Error(`The monitor has ended instead of starting:\n${said.join('')}`);
  try {
    const answer = await fetch(`${addressOf(port)}/healthz`);
    return answer.ok ? true : undefined;
  } catch {
    // Nobody listens yet.
    return undefined;
  }
}

function isGone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function addressOf(port: number): string {
  return `http://localhost:${String(port)}`;
}
