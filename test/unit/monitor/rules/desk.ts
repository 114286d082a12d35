import type { Capture } from 'rewindow/wire';
import { expect, vi } from 'vitest';
import type { BacktestReply } from '../../../../monitor/src/api/contract.ts';
import type { Monitor } from '../../../../monitor/src/main.ts';
import { APP, logIn, ORIGIN, sendSegment, useMonitors } from '../core/monitors.ts';
import { makeSegment, number, START_AT, type Ids } from '../core/segments.ts';

export const URL_RULES = `/v1/apps/${APP}/rules`;
const SEND = { order: { verb: 'buffer.send', lastMs: 10_000, liveMs: 5_000 } };
const named = (name: string) => `record.kind == "custom" && record.name == "${name}"`;
export const DRAFT = {
  version: 1,
  name: 'draft',
  capture: [{ kinds: ['custom', 'navigation'] }],
  states: [{ id: 'cart', url: '/cart' }],
  triggers: [
    { id: 'often', type: 'count', when: named('tap'), times: 3, withinMs: 10_000, instructions: [SEND] },
    { id: 'entered', type: 'match', when: 'record.kind == "state" && record.state == "cart"', instructions: [SEND] },
    { id: 'never', type: 'match', when: named('never'), instructions: [SEND] },
    { id: 'atServer', type: 'match', where: 'monitor', when: named('tap'), instructions: [SEND] },
  ],
};
export const TEXT = JSON.stringify(DRAFT);

export const custom = (at: number, name: string): Capture => ({ kind: 'custom', at, data: { name } });
export const visit = (at: number, path: string): Capture => ({
  ...{ kind: 'navigation', at },
  data: { type: 'push', url: `${ORIGIN}${path}`, path },
});

export async function send(monitor: Monitor, ids: Ids, captures: Capture[], first = 0) {
  const records = number(captures, first);
  const header = {
    first,
    last: first + records.length - 1,
    firstAt: captures[0]?.at ?? 0,
    lastAt: captures.at(-1)?.at ?? 0,
  };
  const reply = await sendSegment(monitor, makeSegment({ ids, records, header }));
  expect(reply.statusCode).toBeLessThan(300);
  await monitor.settled();
}

/** Hands out a monitor with an operator who is logged in. */
export function useDesk() {
  const monitors = useMonitors();
  const start = async () => {
    const monitor = await monitors.start();
    const operator = await logIn(monitor);
    const headers = { authorization: `Bearer ${operator.token}` };
    const put = (url: string, payload: object) => monitor.app.inject({ method: 'PUT', url, headers, payload });
    const backtest = async (body: object) => {
      const begun = await operator.post(`${URL_RULES}/backtests`, body);
      expect(begun.statusCode).toBe(202);
      const { id } = begun.json<BacktestReply>();
      const answer = async () => {
        const reply = (await operator.get(`${URL_RULES}/backtests/${id}`)).json<BacktestReply>();
        return reply.state === 'running' ? undefined : reply;
      };
      return vi.waitUntil(answer, { timeout: 20_000 });
    };
    return { monitor, operator, put, backtest };
  };
  return { ...monitors, start, open: monitors.start };
}

const summary = (ids: Ids, parts: object = {}) => ({
  ...{ version: 1, ...ids, at: START_AT + 1_000, clockOffsetMs: 0, startedAt: START_AT, lastAt: START_AT + 1_000 },
  ...{ state: 'running', url: `${ORIGIN}/`, userAgent: 'Firefox', counts: {}, states: [], firedTriggers: [] },
  ring: { bytes: 100, segmentCount: 2, isShort: false },
  agent: { version: '1', worker: 'url', storage: 'indexeddb', reasons: [] },
  ...parts,
});
export const tell = (monitor: Monitor, ids: Ids, parts: object = {}) =>
  monitor.app.inject({
    ...{ method: 'POST', url: `/v1/summaries?app=${APP}`, payload: summary(ids, parts) },
    headers: { origin: ORIGIN },
  });
