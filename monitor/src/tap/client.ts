import { setTimeout as wait } from 'node:timers/promises';

/** What became of something that was sent. `gone`: the monitor wants nothing more of this session. */
export type SendOutcome = 'done' | 'refused' | 'gone' | 'stopped';

/** HTTP to the monitor. Nothing here rejects because of the network: it is tried again, less and less often. */
export interface Client {
  /** Bytes as they are, anything else as JSON. */
  send(path: string, body: Uint8Array<ArrayBuffer> | object): Promise<SendOutcome>;
  /** One question, not repeated. @throws where there is no answer, or it is not a success */
  ask(path: string, body: object, limits: { timeoutMs: number; signal: AbortSignal }): Promise<unknown>;
  /** Waits before the next try: longer from time to time, up to a minute, never all taps at the same moment. */
  pause(failureCount: number): Promise<void>;
  stop(): void;
}

/** Address of the monitor. As a function where it is not known from the start: it is tried again until there is one. */
export type TapAddress = string | (() => string | undefined);

export interface ClientDeps {
  monitor: TapAddress;
  app: string;
  random: () => number;
}

const SEND_TIMEOUT_MS = 30_000;
const PAUSE_MS_MIN = 500;
const PAUSE_MS_MAX = 60_000;

export function createClient({ monitor, app, random }: ClientDeps): Client {
  const stopped = new AbortController();
  const addressOf = (path: string) => {
    const address = typeof monitor === 'string' ? monitor : monitor();
    if (address === undefined) throw new Error('the address of the monitor is not known yet');
    return new URL(`${address.replace(/\/$/, '')}${path}?app=${encodeURIComponent(app)}`);
  };
  const post = async (path: string, body: Uint8Array<ArrayBuffer> | object, signal: AbortSignal) => {
    const isBytes = body instanceof Uint8Array;
    const headers = { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' };
    return fetch(addressOf(path), {
      ...{ method: 'POST', headers, body: isBytes ? body : JSON.stringify(body) },
      signal: AbortSignal.any([stopped.signal, signal]),
    });
  };
  const client: Client = {
    async send(path, body) {
      for (let failureCount = 1; !stopped.signal.aborted; failureCount += 1) {
        try {
          const reply = await post(path, body, AbortSignal.timeout(SEND_TIMEOUT_MS));
          // Read to its end, so that the connection can be used again.
          await reply.arrayBuffer();
          if (reply.ok) return 'done';
          if (reply.status === 410) return 'gone';
          if (reply.status < 500 && reply.status !== 408 && reply.status !== 429) return 'refused';
        } catch {
          // No answer is as good as "later".
        }
        await client.pause(failureCount);
      }
      return 'stopped';
    },
    async ask(path, body, { timeoutMs, signal }) {
      const reply = await post(path, body, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
      const text = await reply.text();
      if (!reply.ok) throw new Error(`the monitor answered ${String(reply.status)}`);
      const answer: unknown = JSON.parse(text);
      return answer;
    },
    async pause(failureCount) {
      const longestMs = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN * 2 ** Math.min(failureCount, 10));
      const ms = longestMs * (0.5 + random() / 2);
      await wait(ms, undefined, { ref: false, signal: stopped.signal }).catch(() => undefined);
    },
    stop() {
      stopped.abort();
    },
  };
  return client;
}
