import type { PageIds } from '../wire/record.ts';
import type { PageStorage } from '../browser/storage.ts';
import { codeOf } from '../feedback/refusal.ts';
import type { LooseRules } from '../feedback/reply.ts';

const CURSOR = 'cursor';
/** Other sessions that are named in a question. */
const ALSO_COUNT_MAX = 10;
/** More has never failed to get through at once. */
const WORD_COUNT_MAX = 20;

/**
 * The place in the list of instructions up to which this tab knows them; it belongs to one session. Kept in memory, too:
 * without storage the same instructions would come again with every answer.
 */
export function createCursor(storage: PageStorage, sessionId: string) {
  let current = restore(storage.get(CURSOR), sessionId);
  return {
    read: () => current,
    /** Undefined asks for everything that is valid once more; what was applied already is known by its claims. */
    advance(cursor: string | undefined) {
      current = cursor;
    },
    /** What comes before it has been dealt with: the next page need not see it. */
    keep(cursor: string) {
      storage.set(CURSOR, { sessionId, cursor });
    },
  };
}

function restore(saved: unknown, sessionId: string): string | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { sessionId: owner, cursor } = saved as { sessionId?: unknown; cursor?: unknown };
  return owner === sessionId && typeof cursor === 'string' ? cursor : undefined;
}

export interface Question {
  waitMs: number | 'stream';
  rules?: string | undefined;
  also?: string[];
  after?: string | undefined;
  audiences?: readonly string[];
  trial?: string | undefined;
  phase: string;
  reason?: string | undefined;
}

/** The address of `GET /v1/feedback` with everything that the question says. */
export function feedbackUrl(scope: { monitor: string; app: string }, ids: PageIds, question: Question): string {
  const { waitMs, also = [], audiences = [], ...more } = question;
  const isStream = waitMs === 'stream';
  const values = {
    ...{ app: scope.app, session: ids.sessionId, tab: ids.tabId, page: ids.pageId, ...more },
    waitMs: isStream ? undefined : String(waitMs),
    also: also.slice(0, ALSO_COUNT_MAX).join(),
    audiences: audiences.join(),
  };
  const query = new URLSearchParams(Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]));
  return `${scope.monitor}/v1/feedback${isStream ? '/stream' : ''}?${query.toString()}`;
}

interface AcknowledgeScope {
  monitor: string;
  app: string;
  clock: { now(): number };
  natives: { fetch: typeof fetch };
}

/** What the page says of rule sets. The monitor hears it in the end: what did not get through goes along with its next answer. */
export function createWords({ monitor, app, clock, natives }: AcknowledgeScope) {
  let untold: object[] = [];
  let isTelling = false;
  const tell = async (): Promise<void> => {
    if (isTelling || untold.length === 0) return;
    const acknowledgements = untold;
    const body = JSON.stringify({ acknowledgements });
    const options: RequestInit = { method: 'POST', body, credentials: 'omit', keepalive: true };
    isTelling = true;
    const answer = await natives.fetch(`${monitor}/v1/acknowledgements?app=${app}`, options).catch(() => undefined);
    isTelling = false;
    // A refusal (4xx) would be one again.
    if (!answer || answer.status >= 500 || answer.status === 429) return;
    untold = untold.filter((word) => !acknowledgements.includes(word));
    await tell();
  };
  return {
    tell: () => void tell(),
    say(ids: PageIds, word: object) {
      untold = [...untold, { ...ids, at: clock.now(), ...word }].slice(-WORD_COUNT_MAX);
      void tell();
    },
  };
}
export type Words = ReturnType<typeof createWords>;

export function ruleWord(rules: LooseRules, error: Error | undefined): object {
  const failed = error && { code: codeOf(error), message: error.message.slice(0, 1_000) };
  return { rulesHash: rules.hash, outcome: error ? 'failed' : 'applied', ...failed };
}
