import type { HostCall } from './face.ts';

/** Settings that a page makes; more than that is a loop. */
const COUNT_MAX = 500;
/** Of these only the last word counts. */
const LAST_WORD = ['identify', 'consent', 'pause'];

/**
 * What the host has said that holds for as long as the page does: who the user is, what is masked, providers, whether it
 * pauses. Whoever starts later (an agent that slept, the next session) is told again.
 */
export interface Standing {
  /** False for what happens once. */
  keep(call: HostCall): boolean;
  calls(): readonly HostCall[];
  isPaused(): boolean;
}

export function createStanding(): Standing {
  let calls: HostCall[] = [];
  let isPaused = false;
  return {
    keep(call) {
      const { method } = call;
      if (method === 'track' || method === 'mark') return false;
      const isSame = (old: HostCall) => topicOf(old) === topicOf(call);
      if (LAST_WORD.includes(topicOf(call))) calls = calls.filter((old) => !isSame(old));
      if (calls.length < COUNT_MAX) calls.push(call);
      if (topicOf(call) === 'pause') isPaused = method === 'pause';
      return true;
    },
    calls: () => calls,
    isPaused: () => isPaused,
  };
}

function topicOf({ method }: HostCall): HostCall['method'] {
  return method === 'resume' ? 'pause' : method;
}
