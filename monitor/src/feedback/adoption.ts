import type { Acknowledgement, PublishedRuleSet } from 'rewindow/wire';
import type { AdoptionReply } from '../api/contract.ts';
import type { InstructionStore, SessionIndex } from '../ports/index.ts';
import type { Presence, Sighting } from './presence.ts';

export interface AdoptionDeps {
  store: Pick<InstructionStore, 'listByRules'>;
  sessions: Pick<SessionIndex, 'getSession'>;
  presence: Pick<Presence, 'list'>;
  currentRules(app: string): Promise<PublishedRuleSet | undefined>;
}

type Agent = AdoptionReply['agents'][number];

/** Agents that are listed one by one; the counts are over all. */
const LISTED_COUNT_MAX = 500;

/** Which agents have the current rule set: those that said so, and those that are connected and silent. */
export async function describeAdoption(deps: AdoptionDeps, app: string): Promise<AdoptionReply> {
  const current = await deps.currentRules(app);
  const words = current === undefined ? [] : await deps.store.listByRules(app, current.hash);
  const wordByPage = new Map(words.map((word) => [word.pageId, word]));
  const pages = deps.presence.list(app).reverse();
  const seen = new Set(pages.map(({ pageId }) => pageId));
  const gone = words.filter(({ pageId }) => !seen.has(pageId)).reverse();
  const listed = [...pages, ...gone].slice(0, LISTED_COUNT_MAX);
  return {
    revisions:
      current === undefined
        ? []
        : [
            {
              ...{ revision: current.revision, hash: current.hash, share: 1 },
              appliedCount: words.filter(({ outcome }) => outcome === 'applied').length,
              failedCount: words.filter(({ outcome }) => outcome === 'failed').length,
              silentCount: pages.filter(({ pageId, isConnected }) => isConnected && !wordByPage.has(pageId)).length,
            },
          ],
    agents: await Promise.all(listed.map((page) => describeAgent(deps, page, wordByPage.get(page.pageId)))),
  };
}

async function describeAgent(
  { sessions }: AdoptionDeps,
  page: Sighting | Acknowledgement,
  word: Acknowledgement | undefined,
): Promise<Agent> {
  const session = await sessions.getSession(page.sessionId);
  return {
    sessionId: page.sessionId,
    tabId: page.tabId,
    pageId: page.pageId,
    user: session?.user ?? null,
    url: session?.url ?? '',
    isConnected: 'isConnected' in page && page.isConnected,
    outcome: word?.outcome === 'applied' || word?.outcome === 'failed' ? word.outcome : null,
    code: word?.code ?? null,
    ...{ message: word?.message ?? null, revision: null, phase: null, reason: null },
    acknowledgedAt: word?.at ?? null,
  };
}
