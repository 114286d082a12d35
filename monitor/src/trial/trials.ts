import { isDormant } from 'rewindow/rules';
import type { PublishedRuleSet, Summary } from 'rewindow/wire';
import type { TrialBody, TrialReply } from '../api/contract.ts';
import type { SessionIndex } from '../ports/index.ts';
import { hashOf } from '../rules/canonical.ts';
import { compileRuleSet } from '../rules/compile.ts';
import { invalid } from '../rules/refusals.ts';
import { isAmong } from '../rules/stage.ts';
import { createTrialCounts, type TrialCounts } from './trialCounts.ts';
import type { Trial, TrialStore } from './trialStore.ts';

export interface TrialsDeps {
  store: TrialStore;
  index: Pick<SessionIndex, 'listSummariesSince'>;
  now: () => number;
  /** A trial begins or ends: the app's connections are to hear of it. */
  onChange(app: string): void;
}

/** Dry runs of drafts on live sessions: agents run them beside what is published, and only count. */
export interface Trials {
  /** What a session is to try. */
  current(app: string, sessionId: string): Promise<PublishedRuleSet | undefined>;
  describe(app: string): Promise<TrialReply>;
  /** Takes the place of one that runs. @throws {ApiError} `rule_set_invalid` */
  begin(app: string, body: TrialBody): Promise<TrialReply>;
  end(app: string): Promise<TrialReply>;
  noteSummary(app: string, summary: Summary): Promise<void>;
  /** A trigger of the monitor would have fired. */
  noteFiring(app: string, sessionId: string, triggerId: string, at: number): Promise<void>;
  /** The session is erased. */
  forgetSession(sessionId: string): Promise<void>;
  stop(): void;
}

interface Running {
  trial: Trial;
  counts: TrialCounts;
}
const TIMER_MS_MAX = 2 ** 31 - 1;

export function createTrials(deps: TrialsDeps): Trials {
  const { look, set, forgetSession, stop } = createRunning(deps);
  const describe = async (app: string): Promise<TrialReply> => {
    const running = await look(app);
    if (running === undefined) return { trial: null };
    const { text, published, share, startedAt, endsAt } = running.trial;
    return { trial: { hash: published.hash, text, share, startedAt, endsAt, ...running.counts.total() } };
  };
  return {
    async current(app, sessionId) {
      const trial = (await look(app))?.trial;
      return trial !== undefined && isAmong('trial', sessionId, trial.share) ? trial.published : undefined;
    },
    describe,
    async begin(app, body) {
      const trial = toTrial(body, deps.now());
      await deps.store.put(app, trial);
      set(app, { trial, counts: createTrialCounts(trial) });
      deps.onChange(app);
      return describe(app);
    },
    async end(app) {
      await deps.store.remove(app);
      set(app, undefined);
      deps.onChange(app);
      return { trial: null };
    },
    async noteSummary(app, summary) {
      if (summary.trial !== undefined) (await look(app))?.counts.noteSummary(summary);
    },
    async noteFiring(app, sessionId, triggerId, at) {
      const firing = (await look(app))?.counts.noteFiring(sessionId, triggerId, at);
      if (firing !== undefined) await deps.store.putFiring(app, firing);
    },
    forgetSession,
    stop,
  };
}

/** The trials that run, each looked up once: each question of an agent asks. */
function createRunning({ store, index, now, onChange }: TrialsDeps) {
  const known = new Map<string, Promise<Running | undefined>>();
  const timers = new Map<string, NodeJS.Timeout>();
  const watchEnd = (app: string, endsAt: number | undefined) => {
    clearTimeout(timers.get(app));
    if (endsAt === undefined) return;
    const tell = () => {
      onChange(app);
    };
    timers.set(app, setTimeout(tell, Math.min(Math.max(0, endsAt - now()), TIMER_MS_MAX)).unref());
  };
  const load = async (app: string): Promise<Running | undefined> => {
    const trial = await store.get(app);
    if (trial === undefined) return undefined;
    const counts = createTrialCounts(trial);
    counts.restore(await store.listFirings(app));
    for (const summary of await index.listSummariesSince(app, trial.startedAt)) counts.noteSummary(summary);
    watchEnd(app, trial.endsAt);
    return { trial, counts };
  };
  return {
    async look(app: string): Promise<Running | undefined> {
      const found = known.get(app) ?? load(app);
      known.set(app, found);
      found.catch(() => known.delete(app));
      const running = await found;
      return running !== undefined && running.trial.endsAt > now() ? running : undefined;
    },
    set(app: string, running: Running | undefined) {
      known.set(app, Promise.resolve(running));
      watchEnd(app, running?.trial.endsAt);
    },
    async forgetSession(sessionId: string) {
      for (const running of known.values()) (await running)?.counts.forgetSession(sessionId);
      await store.removeSession(sessionId);
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

/** @throws {ApiError} `rule_set_invalid` */
function toTrial({ text, share, minutes }: TrialBody, startedAt: number): Trial {
  const compiled = compileRuleSet(text);
  if ('problems' in compiled) throw invalid(compiled.problems);
  const { rules } = compiled;
  const published = { revision: 0, hash: hashOf(rules), publishedAt: startedAt, dormant: isDormant(rules), rules };
  return { text, published, share, startedAt, endsAt: startedAt + minutes * 60_000 };
}
