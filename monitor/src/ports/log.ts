import type { SegmentKey } from './archive.ts';

/** Something that arrived and has to be processed. */
export interface LogEntry {
  type: 'segment';
  key: SegmentKey;
}

/** What arrives, in order per session, each processed at least once. Entries of different sessions may run side by side. */
export interface Log {
  /** Resolves when the entry is accepted, not when it is processed. */
  append(entry: LogEntry): Promise<void>;
  /** One consumer. A rejected promise means: try again later, at most a few times, then report. */
  consume(handle: (entry: LogEntry) => Promise<void>): void;
  /** Resolves when everything accepted so far has been processed. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
