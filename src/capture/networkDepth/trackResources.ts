import { addressFor } from '../network/exchange.ts';
import type { CaptureScope, Tracker } from '../tracker.ts';

/** What `trackNetwork` and `trackSockets` see for themselves. */
const SEEN_ELSEWHERE = new Set(['fetch', 'xmlhttprequest', 'beacon', 'eventsource']);

/** What the browser loads by itself, from the beginning of the page, as far as its resource timing tells. */
export const trackResources: Tracker = (emit, scope) => {
  const { window } = scope;
  const sinceMs = scope.since?.('resources') ?? 0;
  const say = (entry: PerformanceEntry) => {
    if (entry.startTime < sinceMs) return;
    if (!(entry instanceof window.PerformanceResourceTiming)) return;
    const { name } = entry;
    if (SEEN_ELSEWHERE.has(entry.initiatorType) || scope.isStream?.(name)) return;
    if (!name.startsWith('http') || scope.isOwnUrl(name)) return;
    // Both clocks as of now: the page's may have been set right since it began.
    const at = scope.now() - Math.max(0, window.performance.now() - entry.responseEnd);
    emit({ kind: 'network', at, data: describe(scope, entry) });
  };
  const observer = new window.PerformanceObserver(scope.guard((list) => list.getEntries().forEach(say)));
  observer.observe({ type: 'resource', buffered: true });
  return { stop: () => observer.disconnect() };
};

/** Another origin tells sizes and status only if it sends Timing-Allow-Origin: zeros mean nothing then. */
function describe(scope: CaptureScope, entry: PerformanceResourceTiming) {
  const { transferSize, encodedBodySize, initiatorType, responseStatus, duration } = entry;
  const isTold = transferSize > 0 || encodedBodySize > 0;
  return {
    api: 'resource' as const,
    method: 'GET',
    ...addressFor(scope, new URL(entry.name)),
    // Safari has it since 17; a load that failed has none, and stands as record of the kind `error`.
    status: typeof responseStatus === 'number' ? responseStatus : 0,
    failed: false,
    durationMs: duration,
    initiator: initiatorType,
    ...(isTold && { responseBytes: transferSize, cached: transferSize < encodedBodySize }),
  };
}
