import { listen } from '../browser/listen.ts';
import type { Natives } from '../browser/natives.ts';
import type { PageStorage } from '../browser/storage.ts';
import { parseLooseRules, type LooseRules } from '../feedback/reply.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import { VERSION } from './version.ts';

export interface LoadCounterScope {
  storage: PageStorage;
  ids: { tabId: string };
  window: { document: Document };
  natives: Pick<Natives, 'setTimeout' | 'clearTimeout'>;
  clock: { now(): number };
}

/**
 * Finds rule sets that kill the page: each use is noted before, and the note is taken back when the page is still alive some
 * time after, or was left as pages are.
 */
export interface LoadCounter {
  /** Notes the use. False where too many before it have not ended well: this rule set is poison for this browser. */
  enter(hash: string): boolean;
  isPoison(hash: string): boolean;
  /** Takes the note back: it was not used, or given up by a page that lives. */
  leave(hash: string): void;
  /** Takes the note back as soon as it is sure that all is well. `isWell` resolves when the agent works. */
  watch(rules: LooseRules, isWell: () => Promise<unknown>): Stoppable;
  /** The last one that was well, and has not turned out to be poison since. */
  lastGood(): LooseRules | undefined;
}

const LOADS = 'loads';
const GOOD = 'rules.good';
/** Another one that was well before that: some rule sets kill only some pages. */
const BEFORE = 'rules.before';
/** With the agent's version: another one may survive it. */
const POISON = 'poison';
const LOAD_COUNT_MAX = 3;
/** Who has lived so long lives. */
const ALIVE_MS = 10_000;
/** A page that is younger may be another tab that has just begun. */
const YOUNG_MS = 20_000;

type Load = readonly [tabId: string, at: number];

export function createLoadCounter(scope: LoadCounterScope): LoadCounter {
  const { storage, natives, clock } = scope;
  const { tabId } = scope.ids;
  const read = (hash: string): Load[] => {
    const { hash: ofHash, loads } = Object(storage.get(LOADS)) as { hash?: unknown; loads?: unknown };
    return ofHash === hash && Array.isArray(loads) ? loads.filter(isLoad) : [];
  };
  const isPoison = (hash: string) => storage.get(POISON) === VERSION + hash;
  const confirm = (rules: LooseRules) => {
    if (read(rules.hash).length > 0) storage.remove(LOADS);
    const good = parseLooseRules(storage.get(GOOD));
    if (good?.hash === rules.hash) return;
    if (good) storage.set(BEFORE, good);
    storage.set(GOOD, rules);
  };
  let enteredAt: number | undefined;
  const leave = (hash: string) => {
    const loads = read(hash);
    const left = loads.filter(([tab, at]) => tab !== tabId || at !== enteredAt);
    if (left.length === loads.length) return;
    if (left.length === 0) storage.remove(LOADS);
    else storage.set(LOADS, { hash, loads: left });
  };
  return {
    isPoison,
    leave,
    enter(hash) {
      if (isPoison(hash)) return false;
      const now = (enteredAt = clock.now());
      const loads = read(hash);
      const lost = loads.filter(([tab, at]) => tab === tabId || Math.abs(now - at) > YOUNG_MS);
      if (lost.length >= LOAD_COUNT_MAX) storage.set(POISON, VERSION + hash);
      else storage.set(LOADS, { hash, loads: [...loads, [tabId, now]] });
      return !isPoison(hash);
    },
    watch(rules, isWell) {
      const end = () => {
        watching.stop();
        confirm(rules);
      };
      const timer = natives.setTimeout(() => {
        isWell().then(end, () => undefined);
      }, ALIVE_MS);
      const watching = stopAll([
        {
          stop() {
            natives.clearTimeout(timer);
            leave(rules.hash);
          },
        },
        listen(scope.window.document, 'visibilitychange', () => {
          if (scope.window.document.visibilityState === 'hidden') end();
        }),
      ]);
      return watching;
    },
    lastGood: () =>
      [GOOD, BEFORE].map((name) => parseLooseRules(storage.get(name))).find((rules) => rules && !isPoison(rules.hash)),
  };
}

function isLoad(value: unknown): value is Load {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';
}
