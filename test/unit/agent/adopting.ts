import { createAdoption, type AdoptionScope } from '../../../src/boot/adoption.ts';
import type { Agent } from '../../../src/boot/agent.ts';
import { createLoadCounter } from '../../../src/boot/loadCounter.ts';
import { createRuleMemory } from '../../../src/boot/ruleMemory.ts';
import { createPageStorage, type PageStorage } from '../../../src/browser/storage.ts';
import { parseLooseRules, type LooseRules } from '../../../src/feedback/reply.ts';
import { createMapStorage } from './mapStorage.ts';

export const HOUR_MS = 3_600_000;

export function rules(hash: string, more: object = {}): LooseRules {
  const parsed = parseLooseRules({ revision: 1, hash, dormant: false, publishedAt: 1, rules: { sample: 1 }, ...more });
  if (parsed === undefined) throw new Error('no rules');
  return parsed;
}

export function createBrowser(): PageStorage {
  const area = createMapStorage();
  return createPageStorage(() => area, 'shop');
}

/** An agent that does nothing. */
export function createAgent(more: Partial<Agent> = {}): Agent {
  return {
    ...{ adopt: nothing, take: nothing, correctClock: nothing, discard: nothing, audiences: nothing, tryOut: nothing },
    begin: nothing,
    ...{ stop: nothing, prepare: atOnce, isRecording: () => false, instruct: () => Promise.resolve() },
    otherSessionIds: Promise.resolve([]),
    status: () => Promise.resolve(STATUS),
    end: () => Promise.resolve(),
    ...more,
  };
}

const nothing = () => undefined;
const atOnce: Agent['prepare'] = (_rules, onReady) => {
  onReady();
};

export class Refused extends Error {}

/** A page whose agent takes the rule sets whose hash begins with `good`. Time is the test's. */
export function openPage(
  storage: PageStorage,
  more: Partial<AdoptionScope> &
    Partial<Pick<Agent, 'prepare'>> & { tabId?: string; at?: number; isRecording?: boolean } = {},
) {
  const said: string[] = [];
  const clock = { at: more.at ?? 1_000_000 };
  const timers = new Map<number, { at: number; callback: () => void }>();
  let timerCount = 0;
  const now = () => clock.at;
  const natives = {
    setTimeout(callback: () => void, ms: number) {
      timerCount += 1;
      timers.set(timerCount, { at: clock.at + ms, callback });
      return timerCount;
    },
    clearTimeout(timer: number | undefined) {
      if (timer !== undefined) timers.delete(timer);
    },
  };
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const check = (next: unknown) => {
    if (!JSON.stringify(next).includes('"good')) throw new Refused('refused');
  };
  const start = (next: unknown): Agent => {
    check(next);
    return createAgent({
      adopt: check,
      ...(more.prepare && { prepare: more.prepare }),
      isRecording: () => more.isRecording === true,
      stop: () => said.push('stopped'),
    });
  };
  const memory = createRuleMemory({ storage, sessionId: 'session', now });
  const counter = createLoadCounter({
    ...{ storage, natives, clock: { now }, ids: { tabId: more.tabId ?? 'tab' } },
    window: { document: document as unknown as Document },
  });
  const adoption = createAdoption({
    ...{ storage, memory, load: () => Promise.resolve(start), onPhase: nothing },
    counter: () => counter,
    isCalled: () => false,
    note: (reason) => said.push(`noted ${reason}`),
    onStarted: () => said.push('started'),
    isSampled: (share) => share > 0.5,
    recheckRules: () => said.push('asks again'),
    onSettled: ({ hash }, error) => said.push(`${hash} ${error ? wordOf(error) : 'applied'}`),
    ...more,
  });
  return {
    adoption,
    memory,
    said,
    async pass(ms: number) {
      clock.at += ms;
      for (const [id, timer] of [...timers]) {
        if (timer.at > clock.at) continue;
        timers.delete(id);
        timer.callback();
      }
      await turn();
    },
    async hide() {
      document.visibilityState = 'hidden';
      document.dispatchEvent(new Event('visibilitychange'));
      await turn();
    },
  };
}

const STATUS: Awaited<ReturnType<Agent['status']>> = JSON.parse('{}');

function wordOf(error: Error): string {
  return 'code' in error ? String(error.code) : 'refused';
}

export const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
