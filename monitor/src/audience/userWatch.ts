import type { IndexedSegment } from '../ports/index.ts';

/** Notices when a session's user becomes known, or is another one than before. */
export interface UserWatch {
  note(app: string, sessionId: string, user: string | undefined): void;
  followSegment(segment: Pick<IndexedSegment, 'app' | 'header' | 'records'>): void;
}

/** Sessions whose user is remembered; one that is forgotten is told once more, which does no harm. */
const SESSION_COUNT_MAX = 20_000;

/** @param onUserKnown the index has it already: whoever asks for the session's audiences now gets the right ones */
export function createUserWatch(onUserKnown: (app: string, sessionId: string) => void): UserWatch {
  const users = new Map<string, string>();
  const note: UserWatch['note'] = (app, sessionId, user) => {
    if (user === undefined || users.get(sessionId) === user) return;
    users.delete(sessionId);
    users.set(sessionId, user);
    const [oldest] = users.keys();
    if (users.size > SESSION_COUNT_MAX && oldest !== undefined) users.delete(oldest);
    onUserKnown(app, sessionId);
  };
  return {
    note,
    followSegment({ app, header, records }) {
      const users = records.flatMap((record) => (record.kind === 'identify' ? record.data.user : []));
      note(app, header.sessionId, users.at(-1));
    },
  };
}
