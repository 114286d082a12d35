import type { Acknowledgement, PageIds, SegmentHeader, SendOrder, Summary } from '../../src/wire/index.ts';
import type { Part } from '../segment/fitPart.ts';

/** What is stored on the device: one table per noun, keys are text, so that both stores sort and cut them alike. */
export interface Rows {
  /** By page: where its numbering stands. */
  pages: PageRow;
  /** By page and first sequence number: records that are not in a segment yet. */
  pending: PendingRow;
  /** By page and first sequence number: what a segment holds … */
  segments: SegmentRow;
  /** … and its container, apart, so that planning never reads it. */
  bodies: Uint8Array<ArrayBuffer>;
  /** Same key as its segment; with the order's id behind it, where only a part of the segment is to be sent. */
  outbox: OutboxRow;
  /** Same key: what the monitor has confirmed. */
  ledger: LedgerRow;
  /** By page: up to when its part of the ring was dropped unsent. */
  drops: DropRow;
  /** By instruction: what has to be sent once it is sealed. */
  orders: OrderRow;
  holds: HoldRow;
  /** By instruction, and tab where each has to carry it out. */
  claims: ClaimRow;
  /** By page. */
  summaries: SummaryRow;
  acknowledgements: Acknowledgement;
  /** By content hash: files that the looks of pages need … */
  assets: AssetRow;
  /** … and their bytes, apart. */
  assetBodies: Uint8Array<ArrayBuffer>;
  /** By session and content hash: the monitor has records that name it, and may not have the file. */
  assetOutbox: AssetOutboxRow;
  /** One row, `schedule`. */
  schedule: ScheduleRow;
  /** By session: what was sent of it from this device. */
  usage: UsageRow;
}
export type Table = keyof Rows;
/** The tables as idb wants them described. */
export type Schema = { [T in Table]: { key: string; value: Rows[T] } };
export type Row<T extends Table> = Schema[T]['value'];

export const TABLES = [
  'pages',
  'pending',
  'segments',
  'bodies',
  'outbox',
  'ledger',
  'drops',
  'orders',
  'holds',
  'claims',
  'summaries',
  'acknowledgements',
  'assets',
  'assetBodies',
  'assetOutbox',
  'schedule',
  'usage',
] as const satisfies Table[];

export interface PageRow extends PageIds {
  nextBatch: number;
  nextSequence: number;
  clockOffsetMs: number;
  /** Records by kind, and `networkFailed`. */
  counts: Record<string, number>;
  lastAt: number;
  /** The worker's clock when the page was last heard of; decides where there are no locks. */
  seenAt: number;
  /** The page has said that it goes: its end is no crash. */
  hasLeft: boolean;
}

export interface PendingRow extends PageIds {
  first: number;
  /** True where a checkpoint begins with the first record. */
  checkpoint: boolean;
  /** Each record as JSON. */
  records: string[];
  firstAt: number;
  lastAt: number;
  /** Characters of JSON. */
  size: number;
  /** Sequence numbers of the records that are forwarded at once. */
  live?: number[];
}

export interface SegmentRow {
  key: string;
  header: SegmentHeader;
  /** Of the container. */
  bytes: number;
  /** The monitor has refused it for good. */
  isRejected?: true;
  /** What was imaged in it, and when; absent where nothing was. */
  images?: { target: string; at: number }[];
  /** Content hashes of the files that it names. */
  assets?: string[];
  /** Number of records and characters of JSON by kind; rows of earlier versions have none. */
  kinds?: Kinds;
}
export type Kinds = Record<string, [count: number, size: number]>;

export interface AssetRow {
  type: string;
  /** As stored. */
  bytes: number;
  /** How its body is packed; absent where it is the file itself. */
  encoding?: 'gzip';
  /** When a record named it last. */
  usedAt: number;
}
export interface AssetOutboxRow {
  hash: string;
  sessionId: string;
  tryCount: number;
  /** The monitor has said that it lacks the file. */
  isMissing: boolean;
  /** When the first segment that names it was asked for; rows of earlier versions have none. */
  addedAt?: number;
}

export interface OutboxRow {
  key: string;
  addedAt: number;
  tryCount: number;
  part?: Part;
  /** Nobody asked for it by a range: where room is short it may go back to the ring. */
  isLive?: boolean;
  /** What is light of it was sent; the rest waits for a better link. */
  isLight?: true;
}
export interface UsageRow {
  sentBytes: number;
  at: number;
}
export interface ClaimRow {
  expiresAt: number;
  /** Whoever claimed it, and what it says where that page is gone; rows of earlier versions have none. */
  word?: Pick<Acknowledgement, 'sessionId' | 'tabId' | 'pageId' | 'instructionId' | 'verb' | 'triggerId'>;
  isAcknowledged?: true;
}
export interface LedgerRow {
  sessionId: string;
  confirmedAt: number;
}
export interface DropRow {
  sessionId: string;
  toAt: number;
  /** The byte ceiling dropped what the promised minutes still wanted. */
  isShort: boolean;
  /** By kind: up to when its records were thinned out. */
  thinned?: Record<string, number>;
  /** Live parts that the monitor did not take in time. */
  givenUpCount?: number;
}
export interface OrderRow extends Omit<SendOrder, 'instructionId' | 'maxBytes' | 'maxCount'> {
  /** What is left of the live part's limits. */
  bytesLeft: number;
  countLeft: number;
}
export interface HoldRow {
  sessionId: string;
  fromAt: number;
  toAt: number;
  untilAt: number;
}
export interface SummaryRow {
  summary: Summary;
  isDue: boolean;
}
export interface ScheduleRow {
  failureCount: number;
  nextTryAt: number;
  lastError: string;
}

/** Key of a row that belongs to a page and begins with a sequence number. */
export function rowKey(pageId: string, first: number): string {
  return `${pagePrefix(pageId)}${String(first).padStart(16, '0')}`;
}
/** Key of the segment that a row of the outbox is about. */
export function segmentKeyOf(key: string): string {
  return key.split('/', 2).join('/');
}
export function pagePrefix(pageId: string): string {
  return `${pageId}/`;
}
