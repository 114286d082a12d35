import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach } from 'vitest';
import { createMonitor, type Monitor, type MonitorOptions } from '../../../../monitor/src/main.ts';

export const PASSWORD = 'correct horse battery';
export const APP = 'shop';
export const ORIGIN = 'https://shop.example';

/** Hands out temporary folders and monitors; all are closed and removed after each test. */
export function useMonitors() {
  const endings: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  const makeFolder = async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'rewindow-test-'));
    endings.push(() => rm(folder, { recursive: true, force: true }));
    return folder;
  };
  return {
    makeFolder,
    async start(options: Partial<MonitorOptions> = {}): Promise<Monitor> {
      const monitor = await createMonitor({
        dataDir: options.dataDir ?? (await makeFolder()),
        adminPassword: PASSWORD,
        logger: pino({ level: 'silent' }),
        ...options,
      });
      endings.push(() => monitor.close());
      await monitor.ensureApp({ key: APP, name: 'Shop', allowedOrigins: [ORIGIN] });
      return monitor;
    },
  };
}

/** Calls the API as a logged-in operator. */
export async function logIn({ app }: Monitor) {
  const reply = await app.inject({ method: 'POST', url: '/v1/login', payload: { password: PASSWORD } });
  const { token } = reply.json<{ token: string }>();
  const headers = { authorization: `Bearer ${token}` };
  return {
    token,
    get: (url: string) => app.inject({ method: 'GET', url, headers }),
    post: (url: string, payload: object) => app.inject({ method: 'POST', url, headers, payload }),
    patch: (url: string, payload: object) => app.inject({ method: 'PATCH', url, headers, payload }),
    delete: (url: string) => app.inject({ method: 'DELETE', url, headers }),
  };
}

/** Sends a segment container as an agent does: bytes without a content type. */
export function sendSegment(
  { app }: Monitor,
  bytes: Uint8Array,
  { key = APP, headers = {} }: { key?: string; headers?: object } = {},
) {
  return app.inject({
    method: 'POST',
    url: `/v1/segments?app=${key}`,
    payload: Buffer.from(bytes),
    headers: { origin: ORIGIN, ...headers },
  });
}
