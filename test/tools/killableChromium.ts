import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from './chromium.mjs';
import { waitUntil } from './waitUntil.ts';

/**
 * A Chromium with a profile of its own that can be killed as a crash or a power cut would. Playwright doesn't give away the
 * process of a browser with a lasting profile, so that it's started here and joined over its debugging port.
 */
export interface KillableChromium {
  context: BrowserContext;
  pid: number;
  /** SIGKILL to the browser and all its processes. */
  kill(): Promise<void>;
  /** An orderly end. */
  close(): Promise<void>;
}

/** Two launches with the same `userDataDir`, one after the other, are two starts of the same user's browser. */
export async function launchChromium(userDataDir: string): Promise<KillableChromium> {
  const executablePath = await findChromium();
  if (executablePath === undefined) throw new Error('no Chromium: node test/tools/chromium.mjs');
  const portFile = join(userDataDir, 'DevToolsActivePort');
  await rm(portFile, { force: true });
  const args = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${userDataDir}`, '--no-first-run'];
  // A process group of its own, so that helpers die with the browser.
  const child = spawn(executablePath, [...CHROMIUM_ARGS, ...args, 'about:blank'], { detached: true, stdio: 'ignore' });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${executablePath} can't be started`);
  try {
    const port = await waitUntil('the debugging port', () => readPort(child, portFile));
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the browser has no context');
    const close = async () => {
      const session = await browser.newBrowserCDPSession();
      await endWith(child, async () => session.send('Browser.close'));
    };
    return { context, pid, kill: async () => endWith(child, () => killGroup(pid)), close };
  } catch (error) {
    killGroup(pid);
    throw error;
  }
}

async function readPort(child: ChildProcess, portFile: string): Promise<string | undefined> {
  if (child.exitCode !== null) throw new Error(`Chromium has ended with ${String(child.exitCode)}`);
  try {
    const [port] = (await readFile(portFile, 'utf8')).split('\n');
    return port === '' ? undefined : port;
  } catch {
    // Not written yet.
    return undefined;
  }
}

async function endWith(child: ChildProcess, act: () => unknown): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  await act();
  await gone;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has gone by itself.
  }
}
