import { onCLS, onFCP, onINP, onLCP, onTTFB, type MetricType } from 'web-vitals';
import type { Stoppable } from '../../tools/stop.ts';
import type { RecordData } from '../../wire/record.ts';
import { selectorOf } from '../target.ts';
import type { CaptureScope } from '../tracker.ts';

/**
 * The web vitals of the page. FCP and TTFB come when they are known, LCP with the first click or key, CLS and INP whenever the
 * page is hidden, and again if they have got worse then.
 */
export function startVitals(scope: CaptureScope, say: (data: RecordData<'performance'>) => void): Stoppable {
  const end = new AbortController();
  // The library has no end of its own; the build lets it heed this one (rollup.slim.mjs).
  const options = { reportAllChanges: false, signal: end.signal };
  const report = scope.guard((metric: MetricType) => {
    if (end.signal.aborted) return;
    const element = elementOf(metric);
    const { name, value, rating } = metric;
    const amount = name === 'CLS' ? round(value, 10_000) : round(value, 10);
    say({ type: 'vital', name, amount, rating, ...(element && { selector: selectorOf(element) }) });
  });
  const ofPage = [onCLS, onINP];
  // Of the load, which is told once.
  const ofLoad = scope.since?.('vitals') ? [] : [onFCP, onLCP, onTTFB];
  for (const observe of [...ofPage, ...ofLoad]) observe(report, options);
  return {
    stop() {
      end.abort();
    },
  };
}

/** What was painted, shifted most, or used. */
function elementOf(metric: MetricType): Element | undefined {
  if (metric.name === 'LCP') return asElement(metric.entries.at(-1)?.element);
  if (metric.name === 'INP') return asElement(metric.entries[0]?.target);
  if (metric.name !== 'CLS') return undefined;
  const [largest] = [...metric.entries].sort((one, other) => other.value - one.value);
  return asElement(largest?.sources.find(({ node }) => node)?.node);
}

function asElement(node: Node | null | undefined): Element | undefined {
  return (node instanceof Element ? node : node?.parentElement) ?? undefined;
}

function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
