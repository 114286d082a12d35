import type { WorkerModule } from '../pipeline/worker.ts';
import type { verifyRules } from '../feedback/verify/index.ts';
import type { createLoadCounter, loadRuleCode, startAgent, startFramedPage } from './agent.ts';
import type { startVisits } from './visits.ts';

/** How an entry gets the code that is not loaded at first: script tag and npm package differ in nothing else. */
export interface Assets {
  /** Beside the agent; used where the host gives no address of its own. */
  workerUrl: string;
  /** Monitor that is taken where the options name none: the script tag's own origin. */
  monitor?: string;
  loadAgent(): Promise<{
    startAgent: typeof startAgent;
    createLoadCounter: typeof createLoadCounter;
    loadRuleCode: typeof loadRuleCode;
    startFramedPage: typeof startFramedPage;
  }>;
  /** What asks the monitor and follows its rule sets. */
  loadVisit(): Promise<{ startVisits: typeof startVisits }>;
  /** What checks signatures, where the host gives a key. */
  loadVerify(): Promise<{ verifyRules: typeof verifyRules }>;
  /** The worker's module, to run on the main thread. */
  loadWorker(): Promise<WorkerModule>;
}
