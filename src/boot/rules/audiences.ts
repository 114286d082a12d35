import type { Audience } from '../../wire/targeting.ts';
import type { RuleMemory } from '../../rules/memory.ts';
import type { Patterns } from '../ruleCode.ts';

/** Tells which audiences session and page are in. */
export interface Audiences {
  /** The same set as before, as long as nothing has changed. */
  current(): ReadonlySet<string>;
  /** When time may change them next; infinity where it can't. */
  dueAt(at: number): number;
}

export interface AudiencesScope {
  navigator: Navigator;
  sessionId: string;
  /** By the page's clock, and what it is off by. */
  now(): number;
  offsetMs(): number;
  path(): string;
  visits(): RuleMemory['visits'];
  granted(): ReadonlySet<string>;
  list(): readonly Audience[];
  code(): Patterns | undefined;
}

const NONE: ReadonlySet<string> = new Set();
/** Periods are told by the minute. */
const MINUTE_MS = 60_000;

export function createAudiences(scope: AudiencesScope): Audiences {
  let seen: unknown[] = [];
  let current = NONE;
  return {
    current() {
      const list = scope.list();
      const code = scope.code();
      if (list.length === 0 || !code) return (current = current.size === 0 ? current : NONE);
      const now = scope.now();
      const granted = scope.granted();
      const sight = [list, granted, scope.path(), scope.visits(), Math.floor(now / MINUTE_MS)];
      if (sight.every((part, index) => part === seen[index])) return current;
      seen = sight;
      const { navigator, sessionId } = scope;
      const at = now + scope.offsetMs();
      const date = new Date(at);
      const facts = {
        ...{ sessionId, at, granted, path: scope.path(), visits: scope.visits() },
        device: code.deviceOf(navigator.userAgent, navigator.maxTouchPoints),
        local: { day: date.getDay(), minute: date.getHours() * 60 + date.getMinutes() },
      };
      const next = list.filter((audience) => code.matchAudience(audience, facts)).map(({ id }) => id);
      if (next.length !== current.size || next.some((id) => !current.has(id))) current = new Set(next);
      return current;
    },
    dueAt: (at) =>
      scope.list().some(({ period }) => period) ? (Math.floor(at / MINUTE_MS) + 1) * MINUTE_MS : Infinity,
  };
}
