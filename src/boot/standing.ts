import type { HostCall } from './face.ts';

/** Settings of one kind that a page makes; more than that is a loop. */
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
  /** By an instruction, until then by the page's clock. */
  sleep(untilAt: number): void;
  asleepUntil(): number;
}

export function createStanding(): Standing {
  let calls: HostCall[] = [];
  let isPaused = false;
  let asleepUntil = 0;
  return {
    keep(call) {
      const { method } = call;
      if (method === 'track' || method === 'mark') return false;
      const isOfTopic = (old: HostCall) => topicOf(old) === topicOf(call);
      const isReplaced = (old: HostCall) =>
        isOfTopic(old) && (LAST_WORD.includes(topicOf(call)) || (method !== 'setContext' && old.name === call.name));
      calls = calls.filter((old) => !isReplaced(old));
      const known = calls.filter(isOfTopic);
      // The oldest context says the least; a mark must not be forgotten as long as its element is shown.
      const [oldest] = known.filter((old) => method === 'setContext' || isGone(old));
      if (known.length >= COUNT_MAX && oldest) calls = calls.filter((old) => old !== oldest);
      if (oldest || known.length < COUNT_MAX) calls.push(call);
      if (topicOf(call) === 'pause') isPaused = method === 'pause';
      return true;
    },
    calls: () => calls,
    isPaused: () => isPaused,
    sleep(untilAt) {
      asleepUntil = untilAt;
    },
    asleepUntil: () => asleepUntil,
  };
}

function isGone({ name }: HostCall): boolean {
  return typeof name === 'object' && name !== null && 'isConnected' in name && name.isConnected === false;
}

function topicOf({ method }: HostCall): HostCall['method'] {
  return method === 'resume' ? 'pause' : method;
}
