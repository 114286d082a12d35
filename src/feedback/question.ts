import { parseLooseReply, type LooseReply } from './reply.ts';

/** A question that got no usable answer. */
export interface Failure {
  message: string;
  /** Asking again soon would not help: an unknown key, a refused origin, not a monitor at all. */
  isRefusal: boolean;
  retryAfterMs?: number;
}

export interface QuestionScope {
  fetch: typeof fetch;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
}

/** Client errors that pass: a timeout, too early, too many. */
const PASSING: readonly number[] = [408, 425, 429];

/** After a 429 that doesn't say when to ask again. */
const TOO_MANY_S = 30;

/** Whatever the monitor wants; browsers take very long times for none at all. */
const RETRY_MAX_MS = 3_600_000;

/** One question to the monitor, given up after `limitMs`. Never rejects. */
export async function askMonitor(
  scope: QuestionScope,
  url: string,
  { controller, limitMs, cache }: { controller: AbortController; limitMs: number; cache: RequestCache },
): Promise<LooseReply | Failure> {
  const limit = scope.setTimeout(() => {
    controller.abort(new Error('no answer in time'));
  }, limitMs);
  try {
    const response = await scope.fetch(url, { signal: controller.signal, cache, credentials: 'omit' });
    if (!response.ok) return toFailure(response);
    return parseLooseReply(await response.json()) ?? { message: 'the answer is not one of a monitor', isRefusal: true };
  } catch (error) {
    return { message: String(error), isRefusal: false };
  } finally {
    scope.clearTimeout(limit);
  }
}

export function toFailure({ status, headers }: Response): Failure {
  const seconds = Number(headers.get('retry-after')) || (status === 429 ? TOO_MANY_S : 0);
  return {
    message: `the monitor answered ${String(status)}`,
    isRefusal: status >= 400 && status < 500 && !PASSING.includes(status),
    ...(seconds > 0 && { retryAfterMs: Math.min(RETRY_MAX_MS, seconds * 1_000) }),
  };
}
