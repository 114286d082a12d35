import type { Stoppable } from '../tools/stop.ts';
import type { RecordData } from '../wire/record.ts';
import type { AgentScope } from './agentScope.ts';

/** Whether nothing is captured, though the rules say so: the page has paused, or an instruction has put the agent to sleep. */
export interface Quiet extends Stoppable {
  is(): boolean;
  pause(isPaused: boolean): void;
  /** Until then by the page's clock; the rest of the page, where it is infinite. */
  sleep(untilAt: number): void;
}

/** In the tab's storage: a page load does not wake. */
const NAME = 'asleep';
/** Browsers take longer times for none at all. */
const WAIT_MAX_MS = 2 ** 31 - 1;

const PAUSED = { code: 'paused', message: 'the page has paused capturing' };
const RESUMED = { code: 'resumed', message: 'the page goes on with capturing' };
const ASLEEP = { code: 'asleep', message: 'put to sleep by an instruction' };
const AWAKE = { code: 'awake', message: 'has slept as long as it was told to' };

/** @param onChange is told what to record of it */
export function createQuiet(
  { clock, natives, standing, tabStorage, guard, note }: AgentScope,
  onChange: (data: RecordData<'agent'>) => void,
): Quiet {
  let isPaused = standing.isPaused();
  let hasSaidPaused = false;
  let timer: number | undefined;
  const stored = tabStorage.get(NAME);
  if (typeof stored === 'number') standing.sleep(stored);

  const leftMs = () => standing.asleepUntil() - clock.now();
  const plan = () => {
    natives.clearTimeout(timer);
    const ms = leftMs();
    if (ms > 0 && ms < Infinity) timer = natives.setTimeout(wake, Math.min(WAIT_MAX_MS, ms));
  };
  const wake = guard(() => {
    if (leftMs() > 0) {
      plan();
      return;
    }
    tabStorage.remove(NAME);
    onChange(AWAKE);
  });
  plan();
  return {
    is: () => isPaused || leftMs() > 0,
    pause(wanted) {
      if (wanted === hasSaidPaused) return;
      isPaused = hasSaidPaused = wanted;
      onChange(wanted ? PAUSED : RESUMED);
    },
    sleep(untilAt) {
      standing.sleep(untilAt);
      tabStorage.set(NAME, untilAt);
      note(ASLEEP.message);
      onChange(ASLEEP);
      plan();
    },
    stop() {
      natives.clearTimeout(timer);
    },
  };
}
