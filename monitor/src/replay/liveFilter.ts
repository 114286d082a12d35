import type { SessionRow, SessionsQuery, SessionsReply } from '../api/contract.ts';
import { encodeSessionCursor, parseSessionLimit } from '../index/sessionPaging.ts';
import type { SessionIndex } from '../ports/index.ts';
import type { Presence } from './sessions.ts';

/** Rows that one answer looks through for live sessions; then it ends with a cursor, even if it found few. */
const SCANNED_COUNT_MAX = 4_000;
const SCAN_COUNT = 200;

/** Searches the index, says who is live, and filters by that: only the feedback channel knows, the index does not. */
export async function searchLive(
  { index, presence }: { index: SessionIndex; presence: Presence },
  query: SessionsQuery,
): Promise<SessionsReply> {
  const mark = (rows: SessionRow[]) => rows.map((row) => ({ ...row, isLive: presence.isLive(row.sessionId) }));
  if (query.live === undefined) {
    const { sessions, nextCursor } = await index.searchSessions(query);
    return { sessions: mark(sessions), nextCursor };
  }
  const isWanted = ({ isLive }: SessionRow) => isLive === (query.live === 'true');
  const limit = parseSessionLimit(query.limit);
  const found: SessionRow[] = [];
  let cursor = query.cursor;
  for (let scannedCount = 0; scannedCount < SCANNED_COUNT_MAX; scannedCount += SCAN_COUNT) {
    const page = await index.searchSessions({ ...query, cursor, limit: String(SCAN_COUNT) });
    found.push(...mark(page.sessions).filter(isWanted));
    if (found.length > limit) return cut(found, limit);
    if (page.nextCursor === null) return { sessions: found, nextCursor: null };
    cursor = page.nextCursor;
  }
  return { sessions: found, nextCursor: cursor ?? null };
}

function cut(found: SessionRow[], limit: number): SessionsReply {
  const sessions = found.slice(0, limit);
  const last = sessions.at(-1);
  return { sessions, nextCursor: last ? encodeSessionCursor(last) : null };
}
