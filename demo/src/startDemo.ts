import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { createMonitor, passwordNotice, type Monitor, type MonitorHands } from 'rewindow-monitor';
import { createTap } from 'rewindow-monitor/tap';
import { registerDemo } from './plugin.ts';
import type { StartOptions } from './startOptions.ts';

const APP = 'demo';
const RULES = new URL('../rules.json', import.meta.url);

export interface StartDeps {
  print(line: string): void;
  now: () => number;
}

/** Starts monitor, console and demo on one port, and says where they are. */
export async function startDemo(options: StartOptions, { print, now }: StartDeps): Promise<Pick<Monitor, 'close'>> {
  const { logLevel, ...monitorOptions } = options;
  const logger = pino({ level: logLevel }, pino.destination({ dest: 2, sync: true }));
  let address: string | undefined;
  // A shop of one's own would have the monitor elsewhere; here it is known when it listens.
  const tap = createTap({ app: APP, monitor: () => address });
  const demo = { agentKey: APP, now, newId: randomUUID, wait, tap };
  const monitor = await createMonitor({ ...monitorOptions, logger, now, extend: (app) => registerDemo(app, demo) });
  const close = async () => {
    tap.stop();
    await monitor.close();
  };
  try {
    // Before anything else can fail, because nobody can read it again.
    print(passwordLine(monitor, options));
    await prepareApp(monitor);
    address = await monitor.listen();
    announce(address, options, print);
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

/** Any origin, because a demo is opened under whatever name the machine has. Rules that are there already stay. */
async function prepareApp(monitor: MonitorHands): Promise<void> {
  await monitor.ensureApp({ key: APP, name: 'Pine & Kettle (demo)', allowedOrigins: ['*'] });
  const current = await monitor.currentRules(APP);
  if (current === undefined) await monitor.publishRules(APP, await readFile(RULES, 'utf8'));
}

function passwordLine(monitor: Monitor, { adminPassword }: StartOptions): string {
  if (monitor.generatedPassword !== undefined) return passwordNotice(monitor.generatedPassword);
  return `Password    ${adminPassword === undefined ? 'as printed at the first start, or changed since' : 'as given by REWINDOW_ADMIN_PASSWORD'}`;
}

function announce(address: string, { dataDir }: StartOptions, print: (line: string) => void): void {
  print(`Data        ${dataDir}`);
  print(`Script tag  <script src="${address}agent/rewindow.js" data-app="${APP}" async></script>`);
  print(`Rewindow is ready: console ${address} · demo ${address}demo/`);
}
