import type { Acknowledgement } from './instruction.ts';
import type { Capture, PageIds, RecordData } from './record.ts';
import type { RecordKind } from './recordKinds.ts';
import type { LinkAction } from './sending.ts';
import type { RuleSet } from './ruleSet.ts';
import type { AgentState, Summary } from './summary.ts';

/**
 * What the page and the worker say to each other (types only; comlink carries it). All methods reject only where the
 * caller can do something about it: losing the database, an upload that fails … are the worker's own business and show in
 * `status()`.
 */
export interface WorkerApi {
  start(options: WorkerStart): Promise<WorkerStarted>;
  configure(options: Partial<WorkerSettings>): Promise<void>;
  /**
   * Resolves with instructions that came with the answer to an upload, as the monitor wrote them; waits until there are some.
   * The page asks again after each; none means that the worker sleeps or has ended.
   */
  answers(): Promise<unknown[]>;
  /**
   * Stamps and stores. Resolves when the batch is durable (or in memory, where there is no database). Takes batches in the
   * order of their numbers: one that it has is ignored, one that skips a number is rejected, so that nothing is overtaken.
   */
  append(batch: Batch): Promise<{ durableBatch: number }>;
  /** Cuts an image into tiles, and appends a tile record with those that changed since the last image of its target. */
  appendImage(image: ScreenImage): Promise<{ changedTileCount: number }>;
  /** Fetches files of the page's own origin, keeps them by content hash, and names them in a record. */
  keepAssets(order: AssetOrder): Promise<void>;
  /** Puts the range into the outbox, starting at the checkpoint before it, and begins uploading. */
  send(order: SendOrder): Promise<SendResult>;
  /**
   * Sends the segments that hold the last image of the first of these targets that has one at or before this time. They go
   * into the outbox, where nothing drops them.
   */
  sendImage(order: PastImageOrder): Promise<PastImage>;
  /** Ends the live part of a `send`, or a `hold`, early. */
  stopLive(instructionId: string): Promise<void>;
  /** Protects a range of the ring. Resolves to the number of segments: none where nothing of it is within the limits. */
  hold(order: HoldOrder): Promise<{ count: number }>;
  drop(order: { sessionId: string; beforeAt: number }): Promise<{ count: number }>;
  /**
   * True for the first caller on this device, over all tabs and reloads: the one that may apply the instruction. `key` is
   * its id, or id:tab where each tab applies it. Where the page dies before it has acknowledged, the next one says
   * `interrupted` for it.
   */
  claim(key: string, expiresAt: number, order?: ClaimOrder): Promise<boolean>;
  /** Queues durably, sends soon, repeats until the monitor has them. */
  acknowledge(acknowledgements: Acknowledgement[]): Promise<void>;
  /** What the page knows for the summary; the worker adds counts and ring, and sends it at once, then at most every 10 s. */
  report(facts: SummaryFacts): Promise<void>;
  status(): Promise<WorkerStatus>;
  /** The page is hidden or leaving: seal what is open, send what is due. */
  flush(): Promise<void>;
  /** The session is over: seal, send the last summary. The ring stays. */
  end(): Promise<void>;
  /** Close database, locks and channels, as the back/forward cache needs it; `resume` opens them again. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
  /** Delete everything that is stored on this device for the app. */
  wipe(): Promise<void>;
}

/** What rules and page say, and may change while the worker runs. */
export interface WorkerSettings {
  buffer: RuleSet['buffer'];
  link: RuleSet['link'];
  /** May be sent per session from this device. */
  sendBytesMax: number;
  clockOffsetMs: number;
  /** As the page sees it; workers can't. */
  isBatteryLow: boolean;
}

export interface WorkerStart extends WorkerSettings {
  app: string;
  /** Base address of the monitor, without a slash at its end. */
  monitor: string;
  ids: PageIds;
  /** What earlier pages could not hand over; the worker stores what it does not have. */
  tails: Tail[];
  /** The page has had a worker before and goes on numbering its batches. */
  goesOn?: boolean;
}

export interface WorkerStarted {
  storage: AgentState['storage'];
  /** Why the storage is not IndexedDB; empty where it is. */
  reasons: string[];
  /** Pages whose tails are durable now, so that the page can forget them. */
  absorbedPageIds: string[];
  /** Other sessions with records in the ring. */
  otherSessionIds: string[];
}

/** Captures that travel together; batches of a page are numbered from 0 without gaps. */
export interface Batch {
  number: number;
  captures: Capture[];
  /** Indexes of the captures that are forwarded at once, whatever becomes of the others. */
  live?: number[];
}

/** What a page saved by itself because the worker had not confirmed it yet. */
export interface Tail {
  ids: PageIds;
  batches: Batch[];
}

export interface ScreenImage {
  at: number;
  bitmap: ImageBitmapLike;
  target: string;
  cause: string;
  /** Of the pictures' encoding, 0 to 1. */
  quality?: number;
  box: RecordData<'tile'>['box'];
}
/** An ImageBitmap, named by what pages and workers both know of it. */
export interface ImageBitmapLike {
  readonly width: number;
  readonly height: number;
  close(): void;
}

export interface AssetOrder {
  at: number;
  /** Where each is, and how the recorded document names it. */
  files: { url: string; name: string }[];
  /** Of all that the page has named so far. */
  maxBytes: number;
}

export interface SendOrder {
  instructionId: string;
  sessionId: string;
  fromAt: number;
  toAt: number;
  /** Until then new segments are sent as they are sealed, and sealed every 2 s. 0: no live part. */
  liveUntilAt: number;
  /** Only records of these kinds. */
  kinds?: RecordKind[];
  /** The live part runs only so long every so often, from `liveFromAt` on. */
  windows?: { count: number; everyMs: number; lengthMs: number };
  liveFromAt?: number;
  /** The live part ends after so many bytes or records. */
  maxBytes?: number;
  maxCount?: number;
}

export interface HoldOrder {
  instructionId: string;
  sessionId: string;
  fromAt: number;
  /** Until now, where absent. */
  toAt?: number;
  /** When it is released. */
  untilAt: number;
  /** The newest is held, as far as that. */
  maxBytes?: number;
  maxCount?: number;
}

export interface SendResult {
  segmentCount: number;
  /** The ring held everything back to `fromAt`; false where it begins later. */
  isComplete: boolean;
  /** Nothing was sent, and why. */
  refusal?: 'link_refused' | 'limit_reached';
}

/** What an acknowledgement of a claimed instruction says besides its outcome. */
export type ClaimOrder = Pick<Acknowledgement, 'sessionId' | 'verb' | 'triggerId'>;

export interface PastImageOrder {
  instructionId: string;
  sessionId: string;
  /** In order of preference. */
  targets: string[];
  at: number;
}
/** Empty where the ring has none. */
export interface PastImage {
  imageAt?: number;
  target?: string;
  refusal?: NonNullable<SendResult['refusal']>;
}

export type SummaryFacts = Pick<
  Summary,
  | 'startedAt'
  | 'state'
  | 'user'
  | 'traits'
  | 'url'
  | 'title'
  | 'userAgent'
  | 'language'
  | 'viewport'
  | 'states'
  | 'firedTriggers'
  | 'rules'
  | 'agent'
  | 'kinds'
  | 'audiences'
  | 'trial'
>;

export interface WorkerStatus {
  storage: AgentState['storage'];
  reasons: string[];
  ring: Summary['ring'];
  counts: Record<string, number>;
  outbox: {
    segmentCount: number;
    /** Failed in a row; grows the back-off. */
    failureCount: number;
    lastError?: string;
    nextTryAt?: number;
    /** Refused by the monitor for good (4xx); they stay in the ring. */
    rejectedCount: number;
    confirmedCount: number;
    /** Live parts that the monitor did not take in time and that went back to the ring, where room is made of them. */
    givenUpCount: number;
  };
  link: {
    action: LinkAction;
    /** What decided, such as `cellular`; empty for a good link. */
    causes: string[];
    /** As uploads have shown, where the browser does not say. */
    kbps?: number;
    holdingSince?: number;
  };
  /** What instructions hold of the ring, and until when. */
  holds: { fromAt: number; toAt: number; untilAt: number }[];
  /** Sent of this session, counted against `sendBytesMax`. */
  sentBytes: number;
}
