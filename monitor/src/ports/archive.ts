import type { SegmentHeader } from 'rewindow/wire';

/** Names a segment: immutable once stored. */
export interface SegmentKey extends Pick<SegmentHeader, 'sessionId' | 'pageId' | 'first' | 'last'> {
  app: string;
  /** Of a partial one, the hash of its bytes: several may lie between the same numbers. */
  part?: string | undefined;
}

/** Segments as immutable objects: the truth, of which the index can be rebuilt. */
export interface Archive {
  /**
   * Stores a container durably before it resolves. `duplicate` where the same bytes are there already, `conflict` where
   * the key holds other bytes (which stay).
   */
  put(key: SegmentKey, bytes: Uint8Array): Promise<'stored' | 'duplicate' | 'conflict'>;
  /** Undefined where there is none. */
  get(key: SegmentKey): Promise<Uint8Array | undefined>;
  /** Every key, in no particular order; of one session where it is given. */
  list(scope?: { app: string; sessionId: string }): AsyncIterable<SegmentKey>;
  /** Removes all segments of a session; resolves to their number. */
  removeSession(app: string, sessionId: string): Promise<number>;
  close(): Promise<void>;
}
