import type { PageStorage } from '../browser/storage.ts';
import { ENDED, endStored, SESSION } from './stored.ts';

/** One visit of one person to one origin, over all its tabs. Kept in local storage, so that tabs share it. */
export interface Session {
  id: string;
  startedAt: number;
  lastAt: number;
  user?: string;
  traits?: Record<string, unknown>;
  /** What the host has said of it; each page says it anew. */
  context?: Record<string, unknown>;
  /** Without any activity for so long the visit is over; by rule. */
  idleMs?: number;
  /** No visit is longer, whatever happens in it: a kiosk would never end otherwise; by rule. */
  ageMs?: number;
}

/** Until a rule set says otherwise. */
const IDLE_MS = 30 * 60_000;
const AGE_MS = 12 * 3_600_000;

export interface SessionStore {
  /** The running session, or a new one where there is none, it is over, or what is stored is not one. */
  open(now: number): Session;
  /** Notes activity. False where the session was over already: the caller opens a new one. */
  touch(session: Session, now: number): boolean;
  save(session: Session): void;
  /** The running session, or this one, which may be over long since in favour of another. */
  end(sessionId?: string): void;
}

export function createSessionStore(storage: PageStorage, createId: (now: number) => string): SessionStore {
  const save = (session: Session) => {
    storage.set(SESSION, { ...session, context: undefined });
  };
  return {
    open(now) {
      const stored = parseSession(storage.get(SESSION));
      const session = stored && !isOver(stored, now) ? stored : { id: createId(now), startedAt: now, lastAt: now };
      save({ ...session, lastAt: now });
      return { ...session, lastAt: now };
    },
    touch(session, now) {
      const stored = parseSession(storage.get(SESSION));
      // Another tab may have been active, or may have ended the session.
      if (storage.get(ENDED) === session.id || (stored && stored.id !== session.id)) return false;
      const lastAt = Math.max(session.lastAt, stored?.lastAt ?? 0);
      if (isOver({ ...session, lastAt }, now)) return false;
      session.lastAt = now;
      // The user may have been named in another tab.
      save({ ...stored, ...session });
      return true;
    },
    save,
    end(sessionId) {
      endStored(storage, sessionId);
    },
  };
}

function isOver({ startedAt, lastAt, idleMs = IDLE_MS, ageMs = AGE_MS }: Session, now: number): boolean {
  return now - lastAt > idleMs || now - startedAt > ageMs || lastAt - now > ageMs;
}

function parseSession(value: unknown): Session | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, startedAt, lastAt, user, traits, idleMs, ageMs } = value as Partial<Record<keyof Session, unknown>>;
  if (typeof id !== 'string' || id.length !== 36) return undefined;
  if (typeof startedAt !== 'number' || typeof lastAt !== 'number') return undefined;
  return {
    id,
    startedAt,
    lastAt,
    ...(typeof user === 'string' ? { user } : {}),
    ...(typeof idleMs === 'number' ? { idleMs } : {}),
    ...(typeof ageMs === 'number' ? { ageMs } : {}),
    ...(typeof traits === 'object' && traits !== null ? { traits: { ...traits } } : {}),
  };
}
