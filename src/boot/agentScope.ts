import type { PageIds } from '../wire/record.ts';
import type { PageStorage } from '../browser/storage.ts';
import type { Natives } from '../browser/natives.ts';
import type { WorkerModule } from '../pipeline/worker.ts';
import type { Clock } from '../session/clock.ts';
import type { Session } from '../session/session.ts';
import type { RuleSet } from '../wire/ruleSet.ts';
import type { Publish } from './face.ts';
import type { Standing } from './standing.ts';
import type { Guard } from './guard.ts';
import type { PatientLoad } from './patientLoad.ts';

/** What the loader gives to the agent's code: everything that outlives a rule set. */
export interface AgentScope {
  app: string;
  /** As the host gave them to `init`; what capturing needs of them is parsed with the code that captures. */
  options: unknown;
  monitor: string;
  window: Window & typeof globalThis;
  natives: Natives;
  guard: Guard;
  clock: Clock;
  ids: PageIds;
  session: Session;
  /** Shared by the tabs of the origin. */
  storage: PageStorage;
  /** Of this tab. */
  tabStorage: PageStorage;
  createId(): string;
  workerUrls: string[];
  loadWorker(): Promise<WorkerModule>;
  /** Loads a part of the agent, as patiently as its page is open. */
  patientLoad<T>(load: () => Promise<T>): PatientLoad<T>;
  /** Notes activity; false where the session is over. */
  touch(): boolean;
  /** How long a visit may last, by the rule set. */
  limitSession(limits: RuleSet['session']): void;
  publish: Publish;
  /** The phase may have changed. */
  showPhase(): void;
  /** The host has named its user: the session, and those after it on this page, carry the name. */
  onUser(user: string, traits: Record<string, unknown>): void;
  onSessionOver(): void;
  onStop(reason: string): void;
  /** The session ends as by `end()`; what a person does next begins another. */
  endSession(): Promise<void>;
  /** Begins anew on this page: the agent of this browser was switched off, or on. */
  restart(): void;
  recheckRules(): void;
  /** What the host has said before. */
  standing: Pick<Standing, 'isPaused' | 'sleep' | 'asleepUntil'>;
  /** In the browser's timeline: what happened before it belongs to nobody, or to an earlier session. */
  sinceMs: number;
  /** Adds a line to the reasons of `status()`. */
  note(reason: string): void;
}
