import { stopAll } from '../tools/stop.ts';
import { createDelay, observe } from './observe.ts';
import { selectorOf } from './target.ts';
import type { Tracker } from './tracker.ts';

const INTERVAL_MS = 250;

/** How far the page and its scrolling parts have been scrolled. Only marks in the event; measures four times a second. */
export const trackScroll: Tracker = (emit, scope) => {
  const { document } = scope.window;
  const scrolled = new Set<Element>();
  const measure = () => {
    for (const element of scrolled) {
      const { scrollLeft, scrollTop, scrollHeight, clientHeight } = element;
      const depth = scrollHeight === 0 ? 1 : Math.min(1, Math.max(0, (scrollTop + clientHeight) / scrollHeight));
      const place = { x: Math.round(scrollLeft), y: Math.round(scrollTop), depth: Math.round(depth * 1_000) / 1_000 };
      emit({ kind: 'scroll', at: scope.now(), data: { selector: selectorOf(element), ...place } });
    }
    scrolled.clear();
  };
  const delay = createDelay(scope, INTERVAL_MS, measure);
  const listening = observe(scope, document, ['scroll'], ({ target }) => {
    const element = target === document ? document.scrollingElement : target;
    if (!(element instanceof scope.window.Element)) return;
    scrolled.add(element);
    delay.begin();
  });
  return stopAll([delay, listening]);
};
