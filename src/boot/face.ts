import type { Options } from './options.ts';
import type { Status } from './status.ts';

/** The public face: the same methods before, during and after start, on every page. None of them ever throws. */
export interface Rewindow {
  /** Starts the agent. A second call is ignored while it runs; after `stop` or `end` it starts anew. */
  init(options: Options): void;
  /** Names the user of this session, with plain traits such as `{ plan: 'pro' }`. */
  identify(user: string, traits?: Record<string, unknown>): void;
  /** A fact of the host's own, such as `track('cart.add', { price: 12.5 })`; rules see it as a `custom` record. */
  track(name: string, data?: Record<string, unknown>): void;
  /** A named moment, such as `mark('checkout.payment')`; rules enter and leave states by it. */
  mark(name: string): void;
  status(): Promise<Status>;
  /** Stops capturing on this page and takes every listener and patch away. What is buffered stays. */
  stop(): void;
  /** Ends the session: sends its last summary; the next `init` begins a new one. */
  end(): void;
}

/** Methods that may be called before there is anybody to take them. */
export type Call = { [M in keyof Rewindow]: [M, ...Parameters<Rewindow[M]>] }[Exclude<keyof Rewindow, 'status'>];

/** What the host said and when, as it came: the agent makes plain, scrubbed records of it. */
export interface HostCall {
  method: 'identify' | 'track' | 'mark';
  at: number;
  name: unknown;
  more: unknown;
}
