import type { Privacy } from '../browser/privacy.ts';
import type { AssetOrder, Capture, CaptureDetails } from '../wire/index.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Changes } from './changes.ts';
import type { Heard } from './hear.ts';
import type { ExchangeDepth } from './network/depth.ts';
import type { RecordedPage } from './recorder.ts';

/** Hands a captured fact on. Never throws. */
export type Emit = (capture: Capture) => void;

/** What every tracker gets of its surroundings. */
export interface CaptureScope {
  window: Window & typeof globalThis;
  /** The page's clock: epoch milliseconds, monotonic between re-anchorings. */
  now(): number;
  /** Wraps a callback of ours that the host or the browser will call: what it throws is reported, never seen outside. */
  guard<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void;
  privacy: Privacy;
  /** What is known of an event that goes on now. */
  hear(event: Event): Heard;
  /** Changes of the page, by the one observer that all share. */
  changes: Changes;
  /** Does it when the page has answered its user, in the order in which it was asked for; guarded. */
  later(action: () => void): void;
  /**
   * From where on in the browser's timeline (as `performance.now()`) the tracker of this name may look up what happened before
   * it began: the first time from the page's beginning, mostly.
   */
  since?(name: string): number;
  /** How deep to go, as the capture rules say that are active now. */
  details(): CaptureDetails;
  /** What joins the page's requests with what servers log: `traceparent` and the session's id go to these origins only. */
  correlation: { sessionId: string; origins: readonly string[] };
  /** What goes deeper into exchanges than their outline, while a rule asks for it. */
  exchangeDepth?: ExchangeDepth | undefined;
  /** Whether this is the address of an event stream that is recorded as such. */
  isStream?: ((url: string) => boolean) | undefined;
  /** The document as the DOM recorder knows it, while that runs. */
  recorded?(): RecordedPage | undefined;
  /** Has files of the page's looks kept. */
  keepAssets?(order: AssetOrder): void;
  /** Addresses that are the agent's own traffic and are not recorded. */
  isOwnUrl(url: string): boolean;
}

/** Observes one kind of fact until it is stopped; leaves nothing behind then. */
export type Tracker = (emit: Emit, scope: CaptureScope) => Stoppable;
