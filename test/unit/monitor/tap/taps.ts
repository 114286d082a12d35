import { createServer, type RequestListener } from 'node:http';
import { afterEach, vi } from 'vitest';
import type { Order } from 'rewindow/wire';
import type { Monitor } from '../../../../monitor/src/main.ts';
import { createTap, type Tap, type TapOptions } from '../../../../monitor/src/tap/index.ts';
import { APP, logIn, useMonitors } from '../core/monitors.ts';
import { makeId } from '../core/segments.ts';

export interface Row {
  kind: string;
  pageId: string;
  sequence: number;
  data: Record<string, unknown>;
}

export const CAPTURE = { kinds: ['network'], network: { correlate: true } };

/** Hands out monitors with rules, taps on them and servers under the taps. All end after each test. */
export function useTaps() {
  const monitors = useMonitors();
  const endings: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  return {
    async monitor(rules: object = { capture: [CAPTURE] }) {
      const monitor = await monitors.start({ port: 0 });
      const operator = await logIn(monitor);
      const publish = (more: object) =>
        operator.post(`/v1/apps/${APP}/rules`, { text: JSON.stringify({ version: 1, name: 'tap', ...more }) });
      await publish(rules);
      return { monitor, operator, publish, address: await monitor.listen() };
    },
    /** Ready when it has heard from the monitor. */
    async tap(address: string, options: Partial<TapOptions> = {}): Promise<Tap> {
      const tap = createTap({ monitor: address, app: APP, ...options });
      endings.push(() => tap.stop());
      await vi.waitUntil(() => tap.status().rulesHash !== null, { timeout: 10_000, interval: 5 });
      return tap;
    },
    async serve(listener: RequestListener): Promise<string> {
      const server = createServer(listener);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      endings.push(() => {
        server.closeAllConnections();
        server.close();
      });
      const address = server.address();
      return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : address)}`;
    },
  };
}

export async function call(url: string, sessionId: string | undefined, init: RequestInit = {}) {
  const headers = new Headers(init.headers);
  if (sessionId !== undefined) headers.set('x-rewindow-session', sessionId);
  const reply = await fetch(url, { ...init, headers });
  return { status: reply.status, text: await reply.text() };
}

/** Gives an instruction, and resolves when the tap has acknowledged it. */
export async function order(monitor: Monitor, sessionId: string, given: Order, more: object = {}) {
  const { id } = await monitor.issue({ app: APP, draft: { order: given, ...more }, address: { sessionId } });
  return id;
}

type Operator = Awaited<ReturnType<typeof logIn>>;

export async function acknowledged(operator: Operator, sessionId: string, instructionId: string) {
  const words = await vi.waitUntil(
    async () => {
      const url = `/v1/sessions/${sessionId}/instructions`;
      const { instructions } = (await operator.get(url)).json<{
        instructions: { id: string; acknowledgements: { outcome: string; pageId: string }[] }[];
      }>();
      const found = instructions.find(({ id }) => id === instructionId)?.acknowledgements ?? [];
      return found.length > 0 ? found : undefined;
    },
    { timeout: 10_000, interval: 20 },
  );
  return words.map(({ outcome }) => outcome);
}

export async function rowsOf(monitor: Monitor, operator: Operator, sessionId: string): Promise<Row[]> {
  await monitor.settled();
  const reply = await operator.get(`/v1/sessions/${sessionId}/records?limit=1000`);
  return reply.statusCode === 200 ? reply.json<{ records: Row[] }>().records : [];
}

export { APP, makeId };
