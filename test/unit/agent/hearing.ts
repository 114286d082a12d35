import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach } from 'vitest';
import { startChannel, type Channel, type ChannelScope } from '../../../src/feedback/channel.ts';
import type { LooseReply } from '../../../src/feedback/reply.ts';

/** A monitor that the test plays, on a real connection. */
export interface Played {
  server: Server;
  url: string;
}

const endings: (() => unknown)[] = [];
export async function endAll(): Promise<void> {
  for (const end of endings.splice(0).reverse()) await end();
}

export async function play(listener: RequestListener, port = 0): Promise<Played> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  endings.push(() => close(server));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, url: `http://127.0.0.1:${String(address.port)}` };
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function line(more: object = {}): string {
  return `${JSON.stringify({ serverAt: 5, cursor: '1', instructions: [], ...more })}\n`;
}

/** A page that hears. Time passes only by `tick`: it runs what is planned next, and says how far away that was. */
export function hear(url: string, more: Partial<ChannelScope> = {}) {
  const replies: LooseReply[] = [];
  const asked: string[] = [];
  const timers = new Map<number, { ms: number; callback: () => void }>();
  const waiting: (() => void)[] = [];
  let timerCount = 0;
  let now = 1_000;
  const changed = () => waiting.splice(0).forEach((wake) => wake());
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const window = new EventTarget();
  const channel: Channel = startChannel({
    ...{ mode: 'auto', failure: undefined, random: () => 0.5, now: () => now },
    document: document as unknown as Document,
    window: window as unknown as Window,
    url: (waitMs) => `${url}/${String(waitMs)}`,
    fetch: (input, init) => {
      asked.push(new URL(input instanceof Request ? input.url : input).pathname.slice(1));
      changed();
      return fetch(input, init);
    },
    setTimeout(callback, ms) {
      timerCount += 1;
      timers.set(timerCount, { ms, callback });
      changed();
      return timerCount;
    },
    clearTimeout(timer) {
      if (timer !== undefined) timers.delete(timer);
      changed();
    },
    onReply(reply) {
      replies.push(reply);
      changed();
    },
    ...more,
  });
  endings.push(() => channel.stop());
  /** Resolves as soon as it is so; the test's own limit ends it otherwise. */
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return {
    channel,
    replies,
    asked,
    document,
    window,
    until,
    isPlanned: (ms: number) => [...timers.values()].some((timer) => timer.ms === ms),
    timers: () => [...timers.values()].map(({ ms }) => ms),
    /** Runs the timer of so many milliseconds as soon as there is one. */
    async run(matches: (ms: number) => boolean): Promise<number> {
      await until(() => [...timers.values()].some(({ ms }) => matches(ms)));
      const [id, timer] = [...timers].find(([, { ms }]) => matches(ms)) ?? [0, undefined];
      if (timer === undefined) throw new Error('no timer');
      timers.delete(id);
      now += timer.ms;
      timer.callback();
      return timer.ms;
    },
    pass(ms: number) {
      now += ms;
    },
  };
}

afterEach(endAll);
