import * as v from 'valibot';
import { App, PublishReply } from '../../monitor/src/api/contract.ts';
import { RECORD_KINDS } from '../../src/wire/index.ts';
import { createConsoleApi, type ConsoleApi } from '../tools/consoleApi.ts';
import { startMonitor, type MonitorProcess } from '../tools/monitorProcess.ts';

/** A real monitor with two applications: one without rules, one that captures everything. */
export interface Stage {
  monitor: MonitorProcess;
  api: ConsoleApi;
}

export const FULL_CAPTURE = {
  version: 1,
  name: 'full capture',
  capture: [{ kinds: RECORD_KINDS }],
  buffer: { minutes: 10, maxBytes: 100_000_000 },
};

export async function openStage(): Promise<Stage> {
  const monitor = await startMonitor();
  const api = await createConsoleApi(monitor.baseUrl, monitor.password);
  for (const key of ['dormant', 'full']) {
    await api.post('/v1/apps', v.looseObject({ key: App.entries.key }), { key, name: key, allowedOrigins: ['*'] });
  }
  await publish(api, 'full', FULL_CAPTURE);
  return { monitor, api };
}

export function publish(api: ConsoleApi, app: string, rules: object) {
  return api.post(`/v1/apps/${app}/rules`, PublishReply, { text: JSON.stringify(rules) });
}
