import type { Acknowledgement } from 'rewindow/wire';
import { expect, it } from 'vitest';
import { describeAdoption } from '../../../../monitor/src/feedback/adoption.ts';
import { chooseRevision } from '../../../../monitor/src/rules/index.ts';
import { makeIds, type Ids } from '../core/segments.ts';
import { revision } from '../ports/describeRuleStore.ts';

const current = revision(1);
const stage = { ...revision(2), share: 0.5 };
const standing = { current, stage, newestRevision: 2 };
const [ofCurrent, ofStage] = sortByRevision(Array.from({ length: 60 }, makeIds));

function sortByRevision(ids: Ids[]) {
  const isStaged = ({ sessionId }: Ids) => chooseRevision(standing, sessionId)?.revision === 2;
  return [ids.filter((one) => !isStaged(one)), ids.filter(isStaged)] as const;
}

function word(ids: Ids | undefined, { published }: typeof current, outcome: 'applied' | 'failed'): Acknowledgement {
  return { ...(ids ?? makeIds()), at: 5, outcome, rulesHash: published.hash };
}

it('tells apart who has the staged rule set and who should not, by what each session should have', async () => {
  const connected = [ofCurrent[0], ofCurrent[1], ofStage[0], ofStage[1], ofStage[2]].filter((ids) => ids !== undefined);
  const words = [
    word(ofCurrent[0], current, 'applied'),
    // Had what was current, and has not taken the staged one yet.
    word(ofStage[0], current, 'applied'),
    word(ofStage[1], stage, 'applied'),
    word(ofStage[2], stage, 'failed'),
    // Gone since.
    word(ofStage[3], stage, 'applied'),
  ];
  const reply = await describeAdoption(
    {
      standing: async () => standing,
      store: { listByRules: async (_app, hash) => words.filter(({ rulesHash }) => rulesHash === hash) },
      sessions: { getSession: async () => undefined },
      presence: { list: () => connected.map((ids) => ({ ...ids, app: 'shop', isConnected: true, seenAt: 1 })) },
    },
    'shop',
  );
  expect(reply.revisions).toEqual([
    { revision: 1, hash: current.published.hash, share: 0.5, appliedCount: 1, failedCount: 0, silentCount: 1 },
    { revision: 2, hash: stage.published.hash, share: 0.5, appliedCount: 2, failedCount: 1, silentCount: 1 },
  ]);
  const ofPage = (ids: Ids | undefined) => reply.agents.find(({ pageId }) => pageId === ids?.pageId);
  expect(ofPage(ofStage[0])).toMatchObject({ revision: 2, outcome: null, isConnected: true });
  expect(ofPage(ofStage[2])).toMatchObject({ revision: 2, outcome: 'failed' });
  expect(ofPage(ofStage[3])).toMatchObject({ revision: 2, outcome: 'applied', isConnected: false });
  expect(ofPage(ofCurrent[0])).toMatchObject({ revision: 1, outcome: 'applied' });
  expect(reply.agents).toHaveLength(6);
});

it('has nothing to tell before anything is published', async () => {
  const reply = await describeAdoption(
    {
      standing: async () => ({ current: undefined, stage: undefined, newestRevision: 0 }),
      store: { listByRules: async () => [] },
      sessions: { getSession: async () => undefined },
      presence: { list: () => [] },
    },
    'shop',
  );
  expect(reply).toEqual({ revisions: [], agents: [] });
});
