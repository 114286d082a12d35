import { createWallClock } from '../src/tools/wallClock.ts';
import type * as parts from './parts/index.ts';

export type Parts = typeof parts;

export interface Timers {
  setTimeout(callback: () => void, delayMs: number): number;
  clearTimeout(timer: number): void;
}

/**
 * What the worker needs of its surroundings, as one object: the same code runs in a Web Worker, on the main thread where
 * no worker can start, and in tests. Whatever a browser lacks is absent, and the worker steps down.
 */
export interface WorkerScope extends Timers {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds that only grow: waits don't depend on somebody setting the clock. */
  uptimeMs(): number;
  /** From 0 (included) to 1 (excluded). */
  random(): number;
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** For limits on what others do for us; waits of our own stand on the scope itself. */
  limits: Timers;
  /** Calls back when the browser believes that it is online again, or on another link. */
  onOnline(callback: () => void): () => void;
  /** Loads what not every worker needs. */
  loadParts(): Promise<Parts>;
  /** The browser's NetworkInformation, whatever it knows. */
  connection?: object | undefined;
  /** Only its presence counts: idb takes the global one. */
  indexedDB?: IDBFactory | undefined;
  locks?: LockManager | undefined;
  subtle?: SubtleCrypto | undefined;
  CompressionStream?: typeof CompressionStream | undefined;
  DecompressionStream?: typeof DecompressionStream | undefined;
  OffscreenCanvas?: typeof OffscreenCanvas | undefined;
}

/** Takes the scope from a global object; one that throws on being asked (a sandboxed frame does) counts as absent. */
export function createScope(global: typeof globalThis, loadParts: () => Promise<Parts>): WorkerScope {
  const ask = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };
  const timers: Timers = {
    setTimeout: (callback, delayMs) => global.setTimeout(callback, delayMs),
    clearTimeout: (timer) => {
      global.clearTimeout(timer);
    },
  };
  const connection = ask(() => asEventTarget(Reflect.get(global.navigator, 'connection')));
  return {
    ...timers,
    connection,
    loadParts,
    limits: timers,
    now: createWallClock(global),
    uptimeMs: () => global.performance.now(),
    random: () => Math.random(),
    fetch: (input, init) => global.fetch(input, init),
    onOnline(callback) {
      global.addEventListener('online', callback);
      connection?.addEventListener('change', callback);
      return () => {
        global.removeEventListener('online', callback);
        connection?.removeEventListener('change', callback);
      };
    },
    indexedDB: ask(() => global.indexedDB),
    locks: ask(() => global.navigator.locks),
    subtle: ask(() => global.crypto.subtle),
    CompressionStream: ask(() => global.CompressionStream),
    DecompressionStream: ask(() => global.DecompressionStream),
    OffscreenCanvas: ask(() => global.OffscreenCanvas),
  };
}

function asEventTarget(value: unknown): EventTarget | undefined {
  return value instanceof EventTarget ? value : undefined;
}
