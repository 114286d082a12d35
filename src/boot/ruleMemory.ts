import type { PageStorage } from '../browser/storage.ts';
import type { Natives } from '../browser/natives.ts';
import type { LooseRules } from '../feedback/reply.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Adoption } from './adoption.ts';

/** What the browser remembers about rule sets over pages: when the monitor was heard last, and how new they have been. */
export interface RuleMemory {
  /** The monitor has answered. */
  heard(): void;
  /** Used for longer than it may without hearing from the monitor. */
  isStale(rules: LooseRules): boolean;
  /** Older than one that this session has had, and not published later, as after a monitor's database was set back. */
  isOld(rules: LooseRules): boolean;
  adopted(rules: LooseRules): void;
}

const HEARD = 'heard';
const FLOOR = 'floor';
/** Written no more often. */
const HEARD_EVERY_MS = 60_000;
const WATCH_EVERY_MS = 60_000;

export function createRuleMemory(scope: { storage: PageStorage; sessionId: string; now(): number }): RuleMemory {
  const { storage, sessionId, now } = scope;
  let writtenAt = toNumber(storage.get(HEARD));
  // Never heard before, or a clock that was set back: nothing is old.
  let heardAt = writtenAt > 0 ? Math.min(writtenAt, now()) : now();
  return {
    heard() {
      heardAt = now();
      if (Math.abs(heardAt - writtenAt) < HEARD_EVERY_MS) return;
      writtenAt = heardAt;
      storage.set(HEARD, heardAt);
    },
    isStale: ({ ttlMs }) => now() - heardAt > ttlMs,
    isOld({ revision, publishedAt }) {
      const floor = Object(storage.get(FLOOR)) as { sessionId?: unknown; revision?: unknown; publishedAt?: unknown };
      // Another session may be in no stage, or in another one.
      if (floor.sessionId !== sessionId) return false;
      return revision < toNumber(floor.revision) && publishedAt <= toNumber(floor.publishedAt);
    },
    adopted({ revision, publishedAt }) {
      storage.set(FLOOR, { sessionId, revision, publishedAt });
    },
  };
}

/** Others write into the storage of the origin, too: an object of theirs may not even have a text. */
function toNumber(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

/** Puts a running page to sleep whose monitor is silent for longer than its rule set allows. */
export function watchSilence(
  natives: Pick<Natives, 'setTimeout' | 'clearTimeout'>,
  memory: Pick<RuleMemory, 'isStale'>,
  adoption: Pick<Adoption, 'rules' | 'sleep'>,
  note: (reason: string) => void,
): Stoppable {
  let timer: number;
  const wait = () => {
    timer = natives.setTimeout(look, WATCH_EVERY_MS);
  };
  const look = () => {
    const rules = adoption.rules();
    if (rules && memory.isStale(rules)) {
      note('asleep: the monitor has not been heard for longer than the rule set allows');
      adoption.sleep();
    }
    wait();
  };
  wait();
  return {
    stop() {
      natives.clearTimeout(timer);
    },
  };
}
