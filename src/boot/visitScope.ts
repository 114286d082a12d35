import type { ModeWish } from '../feedback/schedule.ts';
import type { Session, SessionStore } from '../session/session.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Agent } from './agent.ts';
import type { AgentScope } from './agentScope.ts';
import type { Assets } from './assets.ts';
import type { HostCall, Publish } from './face.ts';
import type { Standing } from './standing.ts';
import type { Phase, Status } from './status.ts';

/** What a visit needs of the page and of what was before it. */
export interface VisitScope extends Omit<AgentScope, 'touch' | 'limitSession' | 'recheckRules' | 'ids' | 'session'> {
  assets: Assets;
  sessions: SessionStore;
  session: Session;
  tabId: string;
  random(): number;
  /** Share of the sessions that the host lets be recorded. */
  sample: number;
  /** How the page hears of the monitor. */
  mode: ModeWish;
  /** With it only signed rule sets are taken. */
  ruleKey: string | undefined;
  standing: Standing;
  /** Calls that came before the agent. */
  early: HostCall[];
  publish: Publish;
  showPhase(): void;
}

/** One session on one page: the feedback channel, and the agent's code as soon as a rule needs it. */
export interface Visit extends Stoppable {
  sessionId: string;
  agent(): Agent | undefined;
  phase(): Phase;
  status(): Promise<Partial<Status>>;
  end(): Promise<void>;
  /** As `stop`, but nothing of what has not been sent is kept. */
  discard(): void;
}
