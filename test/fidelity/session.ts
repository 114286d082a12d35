import type { Page } from '@playwright/test';
import { App, InstructionRow, PublishReply } from '../../monitor/src/api/contract.ts';
import type { AgentKind, FixtureSite } from '../fixtures/fixtureSite.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { waitUntil } from '../tools/waitUntil.ts';

const RULES = {
  version: 1,
  name: 'fidelity',
  capture: [{ kinds: ['dom', 'mark'], canvas: { everyMs: 200, quality: 0.9 } }],
};

interface Opened {
  page: Page;
  site: FixtureSite;
  api: ConsoleApi;
  agent: AgentKind;
  name: string;
}

/** Opens a fixture with the agent, for an application of its own at the monitor; gives the session's id once it is recorded. */
export async function openRecorded({ page, site, api, agent, name }: Opened): Promise<string> {
  const app = `${name}-${agent}-${new URL(site.origin).port}`;
  await api.post('/v1/apps', App, { key: app, name: app, allowedOrigins: [site.origin] });
  await api.post(`/v1/apps/${app}/rules`, PublishReply, { text: JSON.stringify(RULES) });
  await page.goto(site.urlOf(agent, app));
  return waitUntil('the recorder', () =>
    page.evaluate(async () => {
      const status = await window.rewindow?.status();
      const isRecording = status?.recording !== undefined && 'dom' in status.recording.store.counts;
      return isRecording ? status.ids?.sessionId : undefined;
    }),
  );
}

/** Has the session sent, up to a mark. */
export async function askForSession(api: ConsoleApi, sessionId: string, lastMark: string): Promise<void> {
  await api.sessionWhen(sessionId, 'the summary');
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  await api.recordsWhen(sessionId, 'the last mark', (all) =>
    all.some(({ kind, data }) => kind === 'mark' && data['name'] === lastMark),
  );
}
