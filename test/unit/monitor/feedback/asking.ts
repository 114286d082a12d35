import { FeedbackReply } from 'rewindow/wire';
import * as v from 'valibot';
import type { Monitor } from '../../../../monitor/src/main.ts';
import { APP, ORIGIN } from '../core/monitors.ts';
import type { Ids } from '../core/segments.ts';

export interface Asked {
  waitMs?: number;
  rules?: string;
  after?: string;
  also?: string;
  audiences?: string;
  trial?: string;
  phase?: string;
  reason?: string;
  app?: string;
}

export function feedbackUrl({ sessionId, tabId, pageId }: Ids, { waitMs = 0, app = APP, ...rest }: Asked = {}): string {
  const query = { app, session: sessionId, tab: tabId, page: pageId, waitMs: String(waitMs), ...rest };
  return `/v1/feedback?${new URLSearchParams(query).toString()}`;
}

/** Polls as a page does, without a connection of its own. */
export function poll({ app }: Monitor, ids: Ids, asked: Asked = {}, headers: Record<string, string> = {}) {
  return app.inject({ method: 'GET', url: feedbackUrl(ids, asked), headers: { origin: ORIGIN, ...headers } });
}

/** Asks over a real connection. */
export async function ask(address: string, ids: Ids, asked: Asked, signal?: AbortSignal): Promise<FeedbackReply> {
  const url = new URL(feedbackUrl(ids, asked), address);
  const reply = await fetch(url, { headers: { origin: ORIGIN }, ...(signal && { signal }) });
  if (!reply.ok) throw new Error(`${String(reply.status)} ${await reply.text()}`);
  return v.parse(FeedbackReply, await reply.json());
}

export function acknowledge({ app }: Monitor, acknowledgements: object[], type = 'text/plain;charset=UTF-8') {
  return app.inject({
    method: 'POST',
    url: `/v1/acknowledgements?app=${APP}`,
    headers: { 'content-type': type, origin: ORIGIN },
    payload: JSON.stringify({ acknowledgements }),
  });
}

export const RULES = (name: string) => JSON.stringify({ version: 1, name, capture: [{ kinds: ['dom'] }] });
