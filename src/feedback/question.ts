import { FeedbackError } from './FeedbackError.ts';
import { parseLooseReply, type LooseReply } from './reply.ts';

/** Client errors that pass: a timeout, too early, too many. */
const PASSING: readonly number[] = [408, 425, 429];

/**
 * One question to the monitor.
 * @throws {FeedbackError} where there is an answer that is of no use; what `fetch` throws where there is none
 */
export async function askMonitor(
  scope: { fetch: typeof fetch },
  url: string,
  options: { signal: AbortSignal; cache: RequestCache },
): Promise<LooseReply> {
  const response = await scope.fetch(url, { ...options, credentials: 'omit' });
  if (!response.ok) throw toError(response);
  const reply = parseLooseReply(await response.json());
  if (reply === undefined) throw new FeedbackError('the answer is not one of a monitor', true);
  return reply;
}

function toError(response: Response): FeedbackError {
  const { status } = response;
  const seconds = Number(response.headers.get('retry-after'));
  const isRefusal = status >= 400 && status < 500 && !PASSING.includes(status);
  return new FeedbackError(
    `the monitor answered ${String(status)}`,
    isRefusal,
    seconds > 0 ? seconds * 1_000 : undefined,
  );
}
