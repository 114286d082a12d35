/**
 * The browser's own functions, where a framework has put its own in their place. Zone.js keeps the originals under
 * symbols (`__zone_symbol__setTimeout`); without them an Angular page would run its change detection for each of our timers.
 */
export interface Natives {
  fetch: typeof fetch;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
}

type PageWindow = Window & typeof globalThis;

export function takeNatives(window: PageWindow): Natives {
  const original = <T>(name: string, otherwise: T): T => {
    const kept: unknown = Reflect.get(window, `__zone_symbol__${name}`);
    return typeof kept === typeof otherwise && kept !== undefined ? (kept as T) : otherwise;
  };
  const fetchOriginal = original('fetch', window.fetch);
  const setOriginal = original('setTimeout', window.setTimeout);
  const clearOriginal = original('clearTimeout', window.clearTimeout);
  return {
    fetch: (...args) => fetchOriginal.apply(window, args),
    setTimeout: (callback, ms) => setOriginal.call(window, callback, ms),
    clearTimeout: (timer) => {
      clearOriginal.call(window, timer);
    },
  };
}
