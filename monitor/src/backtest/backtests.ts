import type { BacktestBody, BacktestReply } from '../api/contract.ts';
import { ApiError } from '../api/apiError.ts';
import { compileRuleSet } from '../rules/compile.ts';
import { invalid } from '../rules/refusals.ts';
import { createBacktest, type Backtest, type BacktestDeps } from './backtest.ts';
import { prepareDraft } from './draftRun.ts';

export interface BacktestsDeps extends BacktestDeps {
  now: () => number;
  createId: () => string;
}

/** Back-tests of drafts over the archive: each runs by itself and is kept for an hour. */
export interface Backtests {
  /** @throws {ApiError} `rule_set_invalid`, `too_many_requests` */
  begin(app: string, body: BacktestBody): BacktestReply;
  /** @throws {ApiError} `not_found` */
  look(app: string, id: string): BacktestReply;
  /** Ends it; what it has found so far stays. @throws {ApiError} `not_found` */
  end(app: string, id: string): BacktestReply;
  /** The session is erased: no result names it any more. */
  forgetSession(sessionId: string): void;
  /** Ends all; resolves when none runs any more. */
  stop(): Promise<void>;
}

const RUNNING_COUNT_MAX = 2;
const KEPT_MS = 60 * 60_000;
const KEPT_COUNT_MAX = 50;

interface Job {
  app: string;
  backtest: Backtest;
  state: BacktestReply['state'];
  message: string | null;
  endedAt: number | undefined;
  done: Promise<void>;
}

export function createBacktests(deps: BacktestsDeps): Backtests {
  const jobs = new Map<string, Job>();
  const describe = (id: string, { backtest, state, message }: Job): BacktestReply => ({
    ...{ id, state, message },
    ...backtest.look(),
  });
  const demand = (app: string, id: string): Job => {
    forgetOld();
    const job = jobs.get(id);
    if (job?.app !== app) throw new ApiError('not_found', 404, 'There is no such back-test, or not any more.');
    return job;
  };
  const forgetOld = () => {
    for (const [id, { endedAt }] of jobs) {
      const isOld = endedAt !== undefined && (endedAt <= deps.now() - KEPT_MS || jobs.size > KEPT_COUNT_MAX);
      if (isOld) jobs.delete(id);
    }
  };
  return {
    begin(app, { text, ...scope }) {
      forgetOld();
      const compiled = compileRuleSet(text);
      if ('problems' in compiled) throw invalid(compiled.problems);
      if (countRunning(jobs) >= RUNNING_COUNT_MAX) throw tooMany();
      const { rules, source } = compiled;
      const backtest = createBacktest(deps, prepareDraft(rules), source.targeting, { app, ...scope });
      const job: Job = {
        ...{ app, backtest, state: 'running', message: null, endedAt: undefined },
        done: Promise.resolve(),
      };
      job.done = backtest
        .run(() => job.state !== 'running')
        .then(
          () => {
            settle(job, deps.now(), 'done');
          },
          (error: unknown) => {
            deps.report(error);
            settle(job, deps.now(), 'failed', 'The archive could not be read; the log of the monitor says why.');
          },
        );
      const id = deps.createId();
      jobs.set(id, job);
      return describe(id, job);
    },
    look: (app, id) => describe(id, demand(app, id)),
    end(app, id) {
      const job = demand(app, id);
      if (job.state === 'running') job.state = 'stopped';
      return describe(id, job);
    },
    forgetSession(sessionId) {
      for (const { backtest } of jobs.values()) backtest.forgetSession(sessionId);
    },
    async stop() {
      for (const job of jobs.values()) if (job.state === 'running') job.state = 'stopped';
      await Promise.all([...jobs.values()].map(({ done }) => done));
    },
  };
}

/** One that was stopped stays stopped. */
function settle(job: Job, endedAt: number, state: Job['state'], message: string | null = null): void {
  if (job.state === 'running') Object.assign(job, { state, message });
  job.endedAt = endedAt;
}

function countRunning(jobs: ReadonlyMap<string, Job>): number {
  return [...jobs.values()].filter(({ endedAt }) => endedAt === undefined).length;
}

function tooMany(): ApiError {
  const message = `At most ${String(RUNNING_COUNT_MAX)} back-tests run at a time: wait for one, or end it.`;
  return new ApiError('too_many_requests', 429, message);
}
