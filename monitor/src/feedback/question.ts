import { LIMITS, Uuid, type FeedbackQuery, type Instruction, type PageIds } from 'rewindow/wire';
import * as v from 'valibot';
import { ApiError } from '../api/apiError.ts';

export interface Standing {
  phase?: string | undefined;
  /** Why it records nothing; a code of `STANDSTILLS`. */
  reason?: string | undefined;
}

/** What a page asks for. */
export interface Question {
  app: string;
  page: PageIds;
  /** Hash of the rule set that the page has. */
  rulesHash: string | undefined;
  /** Hash of the rule set that it tries. */
  trialHash: string | undefined;
  /** The audiences that it knows to be in; undefined where nobody has told it yet. */
  audiences: readonly string[] | undefined;
  after: string | undefined;
  /** How it says that it is. */
  standing: Standing;
  /** The page's own session first. */
  sessionIds: string[];
  waitMs: number;
}

/** A device buffers some sessions, not hundreds. */
const OTHER_SESSION_COUNT_MAX = 50;
const WaitMs = v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'not a number of milliseconds'), v.transform(Number));
const SessionIds = v.pipe(v.array(Uuid), v.maxLength(OTHER_SESSION_COUNT_MAX, 'too many sessions'));

/** @throws {ApiError} `bad_request` */
export function parseQuestion(query: FeedbackQuery): Question {
  const { app, session, tab, page, rules, after, audiences, trial, phase, reason } = query;
  const waitMs = parsePart(WaitMs, query.waitMs ?? '0', 'waitMs');
  const also = parsePart(SessionIds, query.also?.split(',').filter((id) => id !== '') ?? [], 'also');
  return {
    app,
    page: { sessionId: session, tabId: tab, pageId: page },
    rulesHash: rules || undefined,
    trialHash: trial || undefined,
    audiences: audiences?.split(',').filter((id) => id !== ''),
    after: after || undefined,
    standing: { phase, reason },
    sessionIds: [...new Set([session, ...also])],
    waitMs: Math.min(waitMs, LIMITS.feedbackWaitMs),
  };
}

function parsePart<S extends v.GenericSchema>(schema: S, value: unknown, name: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new ApiError('bad_request', 400, `query.${name}: ${result.issues[0].message}`);
}

/** Everything that the address names must be the page's. */
export function isAddressed({ address }: Instruction, { page }: Question): boolean {
  const isTab = address.tabId === undefined || address.tabId === page.tabId;
  const isPage = address.pageId === undefined || address.pageId === page.pageId;
  return isTab && isPage;
}
