/** What it takes of the global object, as types of pages and workers alike know it. */
interface Global {
  Date: { now(): number };
  File?: new (parts: [], name: string) => { lastModified?: unknown };
  document?: unknown;
}

/**
 * The device's time in epoch milliseconds, whatever a page has put in the place of `Date` (fake timers, a clock of its own): a
 * new file bears the browser's own. A worker has nobody who would do that.
 */
export function createWallClock(global: Global): () => number {
  const { Date, File, document } = global;
  if (!File || !document) return () => Date.now();
  return () => {
    const at = new File([], '').lastModified;
    // Some apps have a `File` that is none.
    return typeof at === 'number' && at > 0 ? at : Date.now();
  };
}
