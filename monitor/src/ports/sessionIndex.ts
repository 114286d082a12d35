import type { SegmentHeader, StampedRecord, Summary } from 'rewindow/wire';
import type { SegmentKey } from './archive.ts';
import type { PageRow, SessionRow, SessionsQuery } from '../api/contract.ts';

/** A processed segment: what the index keeps of it. */
export interface IndexedSegment {
  app: string;
  /** As in its key. */
  part?: string | undefined;
  header: SegmentHeader;
  bytes: number;
  records: StampedRecord[];
}

/** Of one user's sessions in one application. */
export interface UserProfile {
  sessionCount: number;
  errorCount: number;
  failedRequestCount: number;
  /** Epoch milliseconds; 0 where there is no session. */
  firstSeenAt: number;
  lastSeenAt: number;
}

/** Sessions, their pages and ranges, and the text of their records to search. Can be rebuilt from the archive. */
export interface SessionIndex {
  /** Idempotent. The newest summary of a page by `at` wins. */
  putSummary(app: string, summary: Summary): Promise<void>;
  /**
   * Idempotent by key. A record counts once, however many segments hold it; resolves to those of the segment's that no other
   * one has brought.
   */
  putSegment(segment: IndexedSegment): Promise<StampedRecord[]>;
  hasSegment(key: Pick<SegmentKey, 'pageId' | 'first' | 'last' | 'part'>): Promise<boolean>;
  /** App and session that the page (else the session) is known of: what names others is refused. */
  findOwner(ids: { sessionId: string; pageId: string }): Promise<{ app: string; sessionId: string } | undefined>;
  /** Ranges of the page's whole segments that share numbers with first … last without being equal to it. */
  findOverlaps(pageId: string, first: number, last: number): Promise<{ first: number; last: number }[]>;
  /** `isLive` is false in the rows; the caller knows who is connected. Newest first. */
  searchSessions(query: SessionsQuery): Promise<{ sessions: SessionRow[]; nextCursor: string | null }>;
  getSession(sessionId: string): Promise<SessionRow | undefined>;
  listPages(sessionId: string): Promise<PageRow[]>;
  listSummaries(sessionId: string): Promise<Summary[]>;
  /** The newest summary of each page of the app that has told something since. */
  listSummariesSince(app: string, fromAt: number): Promise<Summary[]>;
  /** What is known of a user by all sessions of theirs. */
  describeUser(app: string, user: string): Promise<UserProfile>;
  /** Number of sessions by app. */
  countSessions(): Promise<Map<string, number>>;
  removeSession(sessionId: string): Promise<void>;
  /** Notes for good that the session is erased: what still comes of it is refused. Idempotent. */
  markErased(app: string, sessionId: string): Promise<void>;
  isErased(sessionId: string): Promise<boolean>;
  /** Forgets all segments, before they are indexed anew from the archive. Summaries stay: the archive has none. */
  removeAllSegments(): Promise<void>;
}
