/** Clocks of two sources, and browsers that round them. */
const TOLERANCE_MS = 2;

/** Bytes of an answer's body as they came, where the browser has noted them by now and may tell. */
export function sizeByTiming(window: Window, exchange: { url: URL; startedMs: number }): number | undefined {
  const { href, hash } = exchange.url;
  // Browsers don't agree on whether the fragment is part of the name.
  const names = new Set([href, href.slice(0, href.length - hash.length)]);
  const entries = [...names].flatMap((name) => window.performance.getEntriesByName(name, 'resource'));
  const entry = entries.find(({ startTime }) => startTime >= exchange.startedMs - TOLERANCE_MS);
  return entry instanceof PerformanceResourceTiming && entry.encodedBodySize > 0 ? entry.encodedBodySize : undefined;
}
