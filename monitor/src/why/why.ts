import type { Standing } from '../rules/index.ts';
import { ApiError } from '../api/apiError.ts';
import type { WhyReply } from '../api/contract.ts';
import type { Archive, InstructionStore, RuleStore, SessionIndex } from '../ports/index.ts';
import type { Presence } from '../feedback/index.ts';
import { collectTrace, type Trace } from './trace.ts';
import { listReasons } from './reasons.ts';

export interface WhyDeps {
  archive: Pick<Archive, 'get'>;
  index: Pick<SessionIndex, 'getSession' | 'listSummaries' | 'listPages' | 'isErased'>;
  instructions: Pick<InstructionStore, 'listBySession'>;
  presence: Pick<Presence, 'findSession'>;
  rules: Pick<RuleStore, 'get'>;
  standing(app: string): Promise<Standing>;
}

/**
 * Why a session was recorded, or was not, and what the rules made of it: from what its agent said last, from what is archived,
 * and from what became of instructions.
 * @throws {ApiError} `not_found` where nobody has ever heard of the session
 */
export async function explainSession(deps: WhyDeps, sessionId: string): Promise<WhyReply> {
  const session = await deps.index.getSession(sessionId);
  const sighting = deps.presence.findSession(sessionId);
  if (await deps.index.isErased(sessionId)) return erased();
  const app = session?.app ?? sighting?.app;
  if (app === undefined) throw new ApiError('not_found', 404, 'There is no such session, or it has sent nothing yet.');
  const [summaries, pages, rows] = await Promise.all([
    deps.index.listSummaries(sessionId),
    deps.index.listPages(sessionId),
    deps.instructions.listBySession(app, sessionId),
  ]);
  const [newest] = summaries;
  const recorded = { archivedCount: session?.archivedRecordCount ?? 0, pages };
  const reasons = listReasons({ newest, sighting, recorded, rows });
  const trace: Trace = await collectTrace({ archive: deps.archive, app, sessionId, pages, rows });
  return { ...reasons, rules: await describeRules(deps, app, newest?.rules ?? sighting), trace };
}

function erased(): WhyReply {
  const text = 'The session was erased for good: its user has withdrawn consent, or an operator has deleted it.';
  return { verdict: 'not', reasons: [{ code: 'session_erased', text }], rules: null, trace: [] };
}

/** By the revision that the agent named, else by the hash of what it has. */
async function describeRules(
  { rules, standing }: WhyDeps,
  app: string,
  told: { revision?: number; hash?: string; rulesHash?: string | undefined } | undefined,
): Promise<WhyReply['rules']> {
  const hash = told?.hash ?? told?.rulesHash;
  if (hash === undefined) return null;
  const { current, stage } = await standing(app);
  const stored =
    told?.revision === undefined
      ? [stage, current].find((one) => one?.published.hash === hash)
      : await rules.get(app, told.revision);
  return {
    revision: told?.revision ?? stored?.published.revision ?? null,
    hash,
    name: stored?.published.hash === hash ? stored.published.rules.name : null,
  };
}
