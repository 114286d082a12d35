import type { ConsentState } from '../session/consent.ts';
import type { Options } from './options.ts';
import type { Phase, Status } from './status.ts';

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
  /** Adds to what is known of the session, such as `{ release: '4.2', tenant: 'acme' }`; rules see `session.context`. */
  setContext(context: Record<string, unknown>): void;
  /** Registers data that rules may ask for, such as the cart: `read` gives plain data, or a promise of it. */
  provide(name: string, read: () => unknown): void;
  /** As `data-rewindow-mask`, for an element or for all that a selector finds; for what is recorded from now on. */
  mask(target: Element | string): void;
  /** As `data-rewindow-unmask`. Secret fields stay masked. */
  unmask(target: Element | string): void;
  /** As `data-rewindow-block`. */
  block(target: Element | string): void;
  /** Captures nothing until `resume`; what is buffered stays, and so does the connection to the monitor. */
  pause(): void;
  resume(): void;
  /**
   * What the user has decided. `granted` starts an agent that waits for it; `withdrawn` stops it at once, deletes everything
   * that it has stored on this device, and has the monitor erase the session. Kept for later visits.
   */
  consent(state: 'granted' | 'withdrawn'): void;
  /** Calls back at each event of that name; the answer ends it. What the callback throws is noted in `status()`. */
  on<E extends keyof Events>(name: E, callback: (event: Events[E]) => void): () => void;
  status(): Promise<Status>;
  /** Stops capturing on this page and takes every listener and patch away. What is buffered stays. */
  stop(): void;
  /** Ends the session: sends its last summary; the next `init` begins a new one. */
  end(): void;
}

/** What the host can listen to. */
export interface Events {
  /** A session has begun, or goes on, on this page. */
  session: { sessionId: string };
  /** The agent's phase has changed. */
  status: { phase: Phase };
  consent: { state: ConsentState };
  /** A trigger of the rule set has fired. */
  trigger: { trigger: string };
}

/** Publishes an event to those who listen. */
export type Publish = <E extends keyof Events>(name: E, event: Events[E]) => void;

/** Methods that may be called before there is anybody to take them. */
export type Call = { [M in keyof Rewindow]: [M, ...Parameters<Rewindow[M]>] }[Exclude<keyof Rewindow, 'status'>];

/** What the host said and when, as it came: the agent makes plain, scrubbed records of it. */
export interface HostCall {
  method:
    | ('identify' | 'track' | 'mark' | 'setContext' | 'provide')
    | ('mask' | 'unmask' | 'block' | 'pause' | 'resume' | 'consent');
  at: number;
  name: unknown;
  more: unknown;
}
