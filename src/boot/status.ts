import type { PageIds } from '../wire/record.ts';
import type { AgentState } from '../wire/summary.ts';
import type { WorkerStatus } from '../wire/workerApi.ts';

/**
 * - `idle`: `init` was not called, or its options were refused
 * - `waiting`: for the user's consent; nothing is stored and nothing is sent
 * - `declined`: consent was withdrawn, or the browser says by Global Privacy Control (Do Not Track) that it is not given
 * - `starting`: waiting for the page, the monitor or code
 * - `dormant`: connected; no rule asks for anything, and no instruction captures anything
 * - `recording`: trackers run, the ring fills
 * - `framed`: the page around this one records it, where that agrees (options `parent` and `frames`)
 * - `paused`: by the page; the connection to the monitor stays
 * - `disabled`: switched off in this browser by the monitor, which it asks once per page
 * - `stopped`: by `stop()`, `end()`, an instruction, or after repeated failures of ours
 * - `unsupported`: the browser lacks something that the agent can't do without
 */
export type Phase =
  | ('idle' | 'waiting' | 'declined' | 'starting' | 'framed' | 'dormant' | 'recording')
  | ('paused' | 'disabled' | 'stopped' | 'unsupported');

/** Answers "why was this session (not) recorded?". */
export interface Status {
  version: string;
  phase: Phase;
  /** In words, newest last: why the agent is in this phase, and every step down it had to take. */
  reasons: string[];
  ids?: PageIds;
  rules?: { revision: number; hash: string };
  /** How the page hears of the monitor; `checkIn` is the question at load. */
  feedback?: { mode: 'checkIn' | 'stream' | 'held' | 'polling'; failureCount: number; lastError?: string };
  recording?: {
    /** Kinds that are kept now. */
    kinds: string[];
    states: string[];
    firedTriggers: string[];
    worker: AgentState['worker'];
    /** Captures that were given up before the worker could take them. */
    lostCount: number;
    store: WorkerStatus;
  };
}
