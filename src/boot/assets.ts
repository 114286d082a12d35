import type { WorkerModule } from '../pipeline/worker.ts';
import type { startAgent, startFramedPage } from './agent.ts';

/** How an entry gets the code that is not loaded at first: script tag and npm package differ in nothing else. */
export interface Assets {
  /** Beside the agent; used where the host gives no address of its own. */
  workerUrl: string;
  /** Monitor that is taken where the options name none: the script tag's own origin. */
  monitor?: string;
  loadAgent(): Promise<{ startAgent: typeof startAgent; startFramedPage: typeof startFramedPage }>;
  /** The worker's module, to run on the main thread. */
  loadWorker(): Promise<WorkerModule>;
}
