/** The browsers that every scenario of test/engines runs in. */
export const ENGINES = ['chromium', 'firefox', 'webkit'] as const;
export type EngineName = (typeof ENGINES)[number];

/** A running browser, whatever drives it. */
export interface EngineDriver {
  /** A page in a profile of its own. */
  open(): Promise<EnginePage>;
  /** Ends the browser, by force where it doesn't listen. */
  close(): Promise<void>;
}

/** What all engines can be told alike. Each step has a time limit, after which it rejects. */
export interface EnginePage {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Calls a function, which has to stand for itself, in the page and gives what it returns or resolves to, as JSON carries it. */
  evaluate<A extends unknown[]>(inPage: (...args: A) => unknown, ...args: A): Promise<unknown>;
  /** Waits for the element, then clicks it as a user does. */
  click(selector: string): Promise<void>;
  /** Clicks the field and presses a key for each character. */
  type(selector: string, text: string): Promise<void>;
  /** Resolves when the function gives something true in the page; survives navigation. */
  waitFor<A extends unknown[]>(what: string, inPage: (...args: A) => unknown, ...args: A): Promise<void>;
  /** PNG of what is on the screen. */
  screenshot(): Promise<Uint8Array>;
  /** What the page's console has said, where the engine's driver tells. */
  consoleLines(): string[];
  close(): Promise<void>;
}

/** No step of a test takes that long; a browser that does hangs. */
export const STEP_LIMIT_MS = 30_000;

/** A driver may watch over a script with a timer in the page, which can be told from the page's own by this odd number. */
export const SCRIPT_LIMIT_MS = 25_001;
