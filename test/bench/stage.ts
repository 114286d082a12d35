import { test as base, type Page } from '@playwright/test';
import * as v from 'valibot';
import { App, InstructionRow, PublishReply, type SessionDetail } from '../../monitor/src/api/contract.ts';
import { RECORD_KINDS, type RecordKind } from '../../src/wire/index.ts';
import { createConsoleApi, type ConsoleApi } from '../tools/consoleApi.ts';
import { startMonitor, type MonitorProcess } from '../tools/monitorProcess.ts';
import { waitUntil } from '../tools/waitUntil.ts';

/** A real monitor with the demo, and applications more: one without rules, one that captures the DOM, one that captures everything. */
export interface Stage {
  monitor: MonitorProcess;
  api: ConsoleApi;
}

export const FULL_CAPTURE = capture('full capture', RECORD_KINDS);

function capture(name: string, kinds: readonly RecordKind[]) {
  return { version: 1, name, capture: [{ kinds }], buffer: { minutes: 10, maxBytes: 100_000_000 } };
}

/** A bench with a stage of its own, which is taken down however the bench ends. */
export const bench = base.extend<{ stage: Stage }>({
  stage: async ({ browserName: _ }, use) => {
    // Thousands of agents come from here, all of them from one address.
    const monitor = await startMonitor({ env: { REWINDOW_CONNECTIONS_PER_ADDRESS: '0' } });
    try {
      await use({ monitor, api: await prepare(monitor) });
    } finally {
      await monitor.close();
    }
  },
});

async function prepare(monitor: MonitorProcess): Promise<ConsoleApi> {
  const api = await createConsoleApi(monitor.baseUrl, monitor.password);
  for (const key of ['dormant', 'dom', 'full']) {
    await api.post('/v1/apps', v.looseObject({ key: App.entries.key }), { key, name: key, allowedOrigins: ['*'] });
  }
  await publish(api, 'dom', capture('DOM alone', ['dom']));
  await publish(api, 'full', FULL_CAPTURE);
  return api;
}

export function publish(api: ConsoleApi, app: string, rules: object) {
  return api.post(`/v1/apps/${app}/rules`, PublishReply, { text: JSON.stringify(rules) });
}

/** Has a session hand over all that it buffers, and waits until it has arrived without a gap. */
export async function handOver(api: ConsoleApi, sessionId: string): Promise<SessionDetail> {
  await waitUntil('the session at the monitor', async () =>
    (await api.searchSessions()).some((session) => session.sessionId === sessionId) ? true : undefined,
  );
  const sent = await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, {
    order: { verb: 'buffer.send' },
  });
  await api.sessionWhen(sessionId, 'the acknowledgement of sending', ({ instructions }) =>
    instructions.some(({ id, acknowledgements }) => id === sent.id && acknowledgements.length > 0),
  );
  return waitUntil('all that is buffered', async () => {
    const before = await api.session(sessionId);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const after = await api.session(sessionId);
    const isWhole = after.pages.length > 0 && after.pages.every(({ gaps }) => gaps.length === 0);
    const isSettled = after.session.archivedBytes === before.session.archivedBytes;
    return isWhole && isSettled && after.session.archivedBytes > 0 ? after : undefined;
  });
}

/** Bytes of what the page's agent has buffered, as it lies on the device. Throws where it says none. */
export async function readBuffered(page: Page): Promise<number> {
  const status: unknown = await page.evaluate('rewindow.status()');
  return v.parse(BufferedStatus, status).recording.store.ring.bytes;
}

const BufferedStatus = v.object({
  recording: v.object({ store: v.object({ ring: v.object({ bytes: v.pipe(v.number(), v.minValue(1)) }) }) }),
});
