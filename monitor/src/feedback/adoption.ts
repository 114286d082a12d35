import type { Acknowledgement, PublishedRuleSet } from 'rewindow/wire';
import type { AdoptionReply } from '../api/contract.ts';
import type { InstructionStore, SessionIndex } from '../ports/index.ts';
import { chooseRevision, type Standing } from '../rules/index.ts';
import type { Presence, Sighting } from './presence.ts';

export interface AdoptionDeps {
  store: Pick<InstructionStore, 'listByRules'>;
  sessions: Pick<SessionIndex, 'getSession'>;
  presence: Pick<Presence, 'list'>;
  /** What is current and what is staged. */
  standing(app: string): Promise<Standing>;
}

type Agent = AdoptionReply['agents'][number];
/** What a page said last of the revision that it should have. */
interface Word {
  published: PublishedRuleSet;
  said: Acknowledgement | undefined;
}

/** Agents that are listed one by one; the counts are over all. */
const LISTED_COUNT_MAX = 500;

/** Which agents have the rule set that they should have: those that said so, and those that are connected and silent. */
export async function describeAdoption(deps: AdoptionDeps, app: string): Promise<AdoptionReply> {
  const standing = await deps.standing(app);
  const revisions = listRevisions(standing);
  const told = await Promise.all(revisions.map(({ published }) => deps.store.listByRules(app, published.hash)));
  const saidByPage = revisions.map((_, index) => new Map(told[index]?.map((word) => [word.pageId, word])));
  const wordOf = ({ sessionId, pageId }: { sessionId: string; pageId: string }): Word | undefined => {
    const published = chooseRevision(standing, sessionId);
    const index = revisions.findIndex((revision) => revision.published === published);
    return published && { published, said: saidByPage[index]?.get(pageId) };
  };
  const pages = deps.presence.list(app).reverse();
  const seen = new Set(pages.map(({ pageId }) => pageId));
  // Of pages that are gone, only what they said of the revision that their session should have.
  const words = told.flat().filter((word) => wordOf(word)?.said === word);
  const gone = words.filter(({ pageId }) => !seen.has(pageId)).reverse();
  const listed = [...pages, ...gone].slice(0, LISTED_COUNT_MAX);
  return {
    revisions: revisions.map(({ published: { revision, hash }, share }, index) => {
      const own = words.filter((word) => saidByPage[index]?.get(word.pageId) === word);
      const silent = pages.filter((page) => page.isConnected && isSilent(wordOf(page), revision));
      return {
        ...{ revision, hash, share },
        appliedCount: own.filter(({ outcome }) => outcome === 'applied').length,
        failedCount: own.filter(({ outcome }) => outcome === 'failed').length,
        silentCount: silent.length,
      };
    }),
    agents: await Promise.all(listed.map((page) => describeAgent(deps, page, wordOf(page)))),
  };
}

/** Current first. Each with the share of the sessions that should have it. */
function listRevisions({ current, stage }: Standing): { published: PublishedRuleSet; share: number }[] {
  const stagedShare = stage?.share ?? 0;
  return [
    ...(current ? [{ published: current.published, share: 1 - stagedShare }] : []),
    ...(stage ? [{ published: stage.published, share: stagedShare }] : []),
  ];
}

function isSilent(word: Word | undefined, revision: number): boolean {
  return word?.published.revision === revision && word.said === undefined;
}

async function describeAgent(
  { sessions }: AdoptionDeps,
  page: Sighting | Acknowledgement,
  word: Word | undefined,
): Promise<Agent> {
  const session = await sessions.getSession(page.sessionId);
  const said = word?.said;
  return {
    sessionId: page.sessionId,
    tabId: page.tabId,
    pageId: page.pageId,
    user: session?.user ?? null,
    url: session?.url ?? '',
    isConnected: 'isConnected' in page && page.isConnected,
    revision: word?.published.revision ?? null,
    outcome: said?.outcome === 'applied' || said?.outcome === 'failed' ? said.outcome : null,
    code: said?.code ?? null,
    message: said?.message ?? null,
    acknowledgedAt: said?.at ?? null,
    phase: ('phase' in page && page.phase) || null,
    reason: ('reason' in page && page.reason) || null,
  };
}
