import { Uuid } from 'rewindow/wire';
import * as v from 'valibot';
import { createTapSession, type TapSession } from './tapSession.ts';

export interface Sessions {
  /** The session of a request's headers; undefined where they name none. */
  find(headers: Readonly<Record<string, string | string[] | undefined>>): TapSession | undefined;
  get(sessionId: string): TapSession | undefined;
  forget(sessionId: string): void;
  /** Drops the oldest until all together have no more bytes than this. */
  shrink(maxBytes: number): void;
  /** The monitor has been asked for it. */
  noteKnown(sessionId: string): void;
  all(): Iterable<TapSession>;
  bytes(): number;
  clear(): void;
  count(): number;
}

export interface SessionsDeps {
  newId: () => string;
  now: () => number;
  /** Name of a cookie that holds the session's id, for requests without the agent's header. */
  cookie: string | undefined;
  countMax: number;
  onNew(): void;
}

/** Written by the agent where a rule correlates; see `correlate` of the agent. */
const HEADER = 'x-rewindow-session';
/** A session that was not heard of for so long, and was told nothing that lasts, is forgotten. */
const FORGOTTEN_MS = 60 * 60_000;

/** Sessions that requests have named, in the order in which they were seen last. */
export function createSessions({ newId, now, cookie, countMax, onNew }: SessionsDeps): Sessions {
  const known = new Map<string, TapSession>();

  const sumBytes = () => {
    let bytes = 0;
    for (const { ring } of known.values()) bytes += ring.bytes();
    return bytes;
  };
  const forgetOld = () => {
    for (const session of known.values()) {
      if (known.size <= countMax && session.seenAt > now() - FORGOTTEN_MS) return;
      known.delete(session.sessionId);
    }
  };
  return {
    find(headers) {
      const named = readId(headers[HEADER]);
      const sessionId = named ?? (cookie === undefined ? undefined : readId(readCookie(headers['cookie'], cookie)));
      if (sessionId === undefined) return undefined;
      const before = known.get(sessionId);
      const session = before ?? createTapSession(sessionId, newId(), now());
      session.seenAt = now();
      session.isNamedByAgent = named !== undefined;
      known.delete(sessionId);
      known.set(sessionId, session);
      if (before === undefined) {
        forgetOld();
        onNew();
      }
      return session;
    },
    get: (sessionId) => known.get(sessionId),
    forget: (sessionId) => void known.delete(sessionId),
    shrink(maxBytes) {
      let bytes = sumBytes();
      for (const { sessionId, ring } of [...known.values()]) {
        if (bytes <= maxBytes) return;
        bytes -= ring.bytes();
        known.delete(sessionId);
      }
    },
    noteKnown(sessionId) {
      const session = known.get(sessionId);
      if (session) session.isKnown = true;
    },
    all: () => known.values(),
    bytes: sumBytes,
    clear: () => known.clear(),
    count: () => known.size,
  };
}

function readId(value: unknown): string | undefined {
  const id = v.safeParse(Uuid, value);
  return id.success ? id.output : undefined;
}

function readCookie(header: string | string[] | undefined, name: string): string | undefined {
  const pairs = (typeof header === 'string' ? header : '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
