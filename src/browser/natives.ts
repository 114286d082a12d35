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

/** What zone.js offers of its outermost zone, the only one that no framework watches. */
interface RootZone {
  run<A extends unknown[]>(call: (...args: A) => void, self: undefined, args: A): void;
}

/**
 * Runs outside of the zone that the caller is in: promises and listeners belong to the zone that they were made in, those of
 * libraries too, and Angular would look for changes whenever one of ours is called.
 */
export function runOutside<A extends unknown[]>(window: PageWindow, call: (...args: A) => void, args: A): void {
  const zone = Reflect.get(window, 'Zone') as { root?: Partial<RootZone> } | undefined;
  const root = zone?.root;
  if (typeof root?.run === 'function') root.run(call, undefined, args);
  else call(...args);
}

/** Under it a method of ours keeps the one that it stands for: another agent on the page takes that. */
export const ORIGINAL = Symbol.for('rewindow.original');

/** One function or class of the browser's own; `otherwise` is what stands under its name now. */
export function takeNative<T>(owner: object, name: string, otherwise: T): T {
  const kept: unknown = Reflect.get(owner, `__zone_symbol__${name}`) ?? Reflect.get(Object(otherwise), ORIGINAL);
  return typeof kept === typeof otherwise && kept !== undefined ? (kept as T) : otherwise;
}

export function takeNatives(window: PageWindow): Natives {
  const fetchOriginal = takeNative(window, 'fetch', window.fetch);
  const setOriginal = takeNative(window, 'setTimeout', window.setTimeout);
  const clearOriginal = takeNative(window, 'clearTimeout', window.clearTimeout);
  return {
    fetch: (...args) => fetchOriginal.apply(window, args),
    setTimeout: (callback, ms) => setOriginal.call(window, callback, ms),
    clearTimeout: (timer) => {
      clearOriginal.call(window, timer);
    },
  };
}
