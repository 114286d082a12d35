import { onTestFinished } from 'vitest';
import type { Batch, Capture, PageIds, RuleSet, SummaryFacts, WorkerApi, WorkerStart } from 'rewindow/wire';
import { createApi } from '../../../worker/createApi.ts';
import * as workerParts from '../../../worker/parts/index.ts';
import { createScope, type WorkerScope } from '../../../worker/scope.ts';
import { createClock, type Clock } from './clock.ts';
import { createFakeMonitor, type FakeMonitor } from './fakeMonitor.ts';

export const START_AT = 1_800_000_000_000;
export const BUFFER: RuleSet['buffer'] = { minutes: 3, maxBytes: 20_000_000, checkpointEveryMs: 60_000, perKind: [] };
/** A link that never stands in the way. */
export const SENDING: Pick<WorkerStart, 'link' | 'sendBytesMax' | 'isBatteryLow' | 'clockOffsetMs'> = {
  link: {
    ...({ cellular: 'send', slow: 'send', metered: 'send', saver: 'send', lowBattery: 'send' } as const),
    ...{ slowKbps: 300, maxHoldMinutes: 60 },
  },
  ...{ sendBytesMax: 500_000_000, isBatteryLow: false, clockOffsetMs: 0 },
};

/** One origin's device: what several pages share. Every test has its own by a fresh app key. */
export interface Device {
  app: string;
  clock: Clock;
  /** Time as far as limits are concerned. */
  limits: Clock;
  monitor: FakeMonitor;
  scope: WorkerScope;
  /** Starts the worker of a page; `parts` change its scope. */
  open(options?: OpenOptions): Promise<Page>;
}
export interface OpenOptions {
  ids?: Partial<PageIds>;
  tails?: WorkerStart['tails'];
  buffer?: Partial<WorkerStart['buffer']>;
  parts?: Partial<WorkerScope>;
}
export interface Page {
  api: WorkerApi;
  ids: PageIds;
  started: Awaited<ReturnType<WorkerApi['start']>>;
}

export function createDevice(): Device {
  const app = `t${crypto.randomUUID().replaceAll('-', '')}`;
  const clock = createClock(START_AT);
  const limits = createClock(START_AT);
  const monitor = createFakeMonitor();
  const { advance: _advance, timerCount: _timerCount, ...time } = clock;
  const scope: WorkerScope = {
    ...createScope(globalThis, () => Promise.resolve(workerParts)),
    ...time,
    limits,
    random: () => 0,
    fetch: monitor.fetch,
  };
  return {
    app,
    clock,
    limits,
    monitor,
    scope,
    async open({ ids = {}, tails = [], buffer = {}, parts = {} } = {}) {
      const api = createApi({ ...scope, ...parts });
      const all = { sessionId: uuid(), tabId: uuid(), pageId: uuid(), ...ids };
      const started = await api.start({
        app,
        monitor: 'https://monitor.test',
        ids: all,
        buffer: { ...BUFFER, ...buffer },
        ...SENDING,
        tails,
      });
      onTestFinished(() => api.wipe());
      return { api, ids: all, started };
    },
  };
}

export function uuid(): string {
  return crypto.randomUUID();
}

export function mark(at: number, name = 'here'): Capture {
  return { kind: 'mark', at, data: { name } };
}
export function checkpoint(at: number): Capture {
  return { kind: 'dom', at, data: { checkpoint: true, event: { type: 4, timestamp: at, data: { href: '/' } } } };
}
export function batch(number: number, ...captures: Capture[]): Batch {
  return { number, captures };
}

export const FACTS: SummaryFacts = {
  startedAt: START_AT,
  state: 'running',
  url: 'https://shop.test/',
  userAgent: 'test',
  states: [],
  firedTriggers: [],
  agent: { version: '0', worker: 'url', storage: 'indexeddb', reasons: [] },
};

/** Waits until it is true; what it waits for has no other sign. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('it did not become true');
}

/** Everything that this device has asked for was done: a status waits in the same queue. */
export async function settle(api: WorkerApi): Promise<void> {
  await api.status();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await api.status();
}
