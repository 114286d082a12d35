import ky from 'ky';
import { parseRetryAfter } from '../outbox/backOff.ts';
import type { WorkerScope } from '../scope.ts';

/** What became of a request; `refused`: the same bytes will be refused again, `failed`: worth another try later. */
export type Answer =
  | { kind: 'confirmed'; reply: unknown }
  | { kind: 'refused'; error: string }
  | { kind: 'failed'; error: string; retryAfterMs: number; isReachable: boolean }
  | { kind: 'stopped' };

export interface Post {
  url: string;
  method?: 'post' | 'put' | undefined;
  body: Uint8Array<ArrayBuffer> | string | Blob;
  signal: AbortSignal;
}

/** Long enough for 8 MB at 1 Mbit/s. */
const LIMIT_MS = 90_000;
/** Bodies below this may outlive the page: browsers allow 64 KiB in flight per page. */
const KEEPALIVE_CHARS = 20_000;
const REFUSING = [400, 409, 410, 413, 415, 422];

/** Sends by ky (its one importer), once: the outbox does the repeating. No headers of ours, so that a post needs no preflight. */
export async function postToMonitor(scope: WorkerScope, { url, method = 'post', body, signal }: Post): Promise<Answer> {
  const attempt = new AbortController();
  const giveUp = (): void => {
    attempt.abort();
  };
  const timer = scope.limits.setTimeout(giveUp, LIMIT_MS);
  signal.addEventListener('abort', giveUp);
  try {
    const response = await ky(url, {
      method,
      body,
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      credentials: 'omit',
      cache: 'no-store',
      keepalive: typeof body === 'string' && body.length < KEEPALIVE_CHARS,
      signal: attempt.signal,
      fetch: (input, init) => scope.fetch(input, init),
    });
    return await classify(response, scope.now());
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped' };
    return { kind: 'failed', error: `unreachable: ${String(error)}`, retryAfterMs: 0, isReachable: false };
  } finally {
    scope.limits.clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

async function classify(response: Response, now: number): Promise<Answer> {
  const text = await response.text();
  const reply = parseReply(text);
  const { status } = response;
  // A proxy or a captive portal answers 200, too: only what the monitor says counts.
  if (response.ok && typeof fieldOf(reply, 'serverAt') === 'number') return { kind: 'confirmed', reply };
  const error = response.ok ? 'the answer is not the monitor’s' : `${String(status)} ${codeOf(reply)}`.trim();
  if (REFUSING.includes(status)) return { kind: 'refused', error };
  const isReachable = status !== 429 && status !== 503;
  return {
    kind: 'failed',
    error,
    retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), now),
    isReachable,
  };
}

function parseReply(text: string): unknown {
  try {
    const reply: unknown = JSON.parse(text);
    return reply;
  } catch {
    return undefined;
  }
}

function codeOf(reply: unknown): string {
  const error = fieldOf(reply, 'error');
  const code = fieldOf(error, 'code');
  return typeof code === 'string' ? code : '';
}

/** An own property of something that came as JSON. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
