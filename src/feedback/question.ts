import { parseLooseReply, type LooseReply } from './reply.ts';

/** A question that got no usable answer. */
export interface Failure {
  message: string;
  /** Asking again soon would not help: an unknown key, a refused origin, not a monitor at all. */
  isRefusal: boolean;
  retryAfterMs?: number;
}

/** Client errors that pass: a timeout, too early, too many. */
const PASSING: readonly number[] = [408, 425, 429];

/** One question to the monitor. Rejects with what `fetch` does where there is no answer at all. */
export async function askMonitor(
  scope: { fetch: typeof fetch },
  url: string,
  options: { signal: AbortSignal; cache: RequestCache },
): Promise<LooseReply | Failure> {
  const response = await scope.fetch(url, { ...options, credentials: 'omit' });
  if (!response.ok) return toFailure(response);
  return parseLooseReply(await response.json()) ?? { message: 'the answer is not one of a monitor', isRefusal: true };
}

function toFailure({ status, headers }: Response): Failure {
  const seconds = Number(headers.get('retry-after'));
  return {
    message: `the monitor answered ${String(status)}`,
    isRefusal: status >= 400 && status < 500 && !PASSING.includes(status),
    ...(seconds > 0 && { retryAfterMs: seconds * 1_000 }),
  };
}
