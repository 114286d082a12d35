import type { PageIds } from '../wire/record.ts';
import type { PageStorage } from '../browser/storage.ts';
import type { LooseRules } from '../feedback/reply.ts';

const CURSOR = 'cursor';
/** Other sessions that are named in a question. */
const ALSO_COUNT_MAX = 10;

/**
 * The place in the list of instructions up to which this tab knows them; it belongs to one session. Kept in memory, too:
 * without storage the same instructions would come again with every answer.
 */
export function createCursor(storage: PageStorage, sessionId: string) {
  let current = restore(storage.get(CURSOR), sessionId);
  return {
    read: () => current,
    save(cursor: string) {
      current = cursor;
      storage.set(CURSOR, { sessionId, cursor });
    },
    /** Asks for everything that is valid once more; what was applied already is known by its claims. */
    reset() {
      current = undefined;
    },
  };
}

function restore(saved: unknown, sessionId: string): string | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { sessionId: owner, cursor } = saved as { sessionId?: unknown; cursor?: unknown };
  return owner === sessionId && typeof cursor === 'string' ? cursor : undefined;
}

interface Question {
  waitMs: number;
  rules: string | undefined;
  also: string[];
  after: string | undefined;
}

/** The address of `GET /v1/feedback` with everything that the question says. */
export function feedbackUrl(scope: { monitor: string; app: string }, ids: PageIds, question: Question): string {
  const { waitMs, rules, also, after } = question;
  const query = new URLSearchParams({
    ...{ app: scope.app, session: ids.sessionId, tab: ids.tabId, page: ids.pageId, waitMs: String(waitMs) },
    ...(rules !== undefined && { rules }),
    ...(also.length > 0 && { also: also.slice(0, ALSO_COUNT_MAX).join(',') }),
    ...(after !== undefined && { after }),
  });
  return `${scope.monitor}/v1/feedback?${query.toString()}`;
}

interface AcknowledgeScope {
  monitor: string;
  app: string;
  clock: { now(): number };
  natives: { fetch: typeof fetch };
}

/** Best effort: the monitor also sees by the next question which rule set the page has. */
export function acknowledgeRules(
  { monitor, app, clock, natives }: AcknowledgeScope,
  ids: PageIds,
  { rules, error }: { rules: LooseRules; error: Error | undefined },
): void {
  const word = {
    ...{ ...ids, at: clock.now(), rulesHash: rules.hash },
    outcome: error ? 'failed' : 'applied',
    ...(error && { code: 'rule_set_refused', message: error.message.slice(0, 1_000) }),
  };
  const body = JSON.stringify({ acknowledgements: [word] });
  const options: RequestInit = { method: 'POST', body, credentials: 'omit', keepalive: true };
  natives.fetch(`${monitor}/v1/acknowledgements?app=${app}`, options).catch(() => undefined);
}
