import type { Stoppable } from '../../tools/stop.ts';
import type { CaptureScope } from '../tracker.ts';
import { affectsKeeping } from './page/children.ts';
import type { Dirty } from './tree/dirty.ts';

/** What the observer sees of a page's documents and shadow roots. */
export interface Collector extends Stoppable {
  /** Looks at a tree until that is left. Observers can't leave one alone; they hold nothing of it. */
  observe(root: Node): Stoppable;
  /** Marks what has happened until now and was not delivered yet. */
  collect(): void;
  /** True once where more had changed than can be kept in mind: only a new checkpoint tells it. */
  takeOverflow(): boolean;
}

/** More marks than that cost more than a new checkpoint. */
const MARK_COUNT_MAX = 100_000;

/**
 * Marks what changes, and does nothing else: a page that is in the middle of its work must not wait for ours.
 *
 * @param deps.onAttribute tells which nodes may inherit something else by it; called with every attribute that changes
 */
export function createCollector(
  { window, guard, changes }: Pick<CaptureScope, 'window' | 'guard' | 'changes'>,
  deps: {
    dirty: Dirty<Node>;
    onAttribute(element: Element, name: string): void;
    /** So many changes are marked, which has taken so long. */
    onChange(count: number, busyMs: number): void;
  },
): Collector {
  const { dirty, onAttribute } = deps;
  let isOverflown = false;
  const mark = (records: readonly MutationRecord[]) => {
    const beganAt = window.performance.now();
    for (const { type, target, attributeName } of records) {
      if (type === 'childList') dirty.children.add(target);
      else if (type === 'characterData') dirty.texts.add(target);
      else if (attributeName !== null) {
        const element = target as Element;
        dirty.markAttribute(element, attributeName);
        onAttribute(element, attributeName);
        if (element.parentNode && affectsKeeping(element, attributeName)) dirty.children.add(element.parentNode);
      }
    }
    if (dirty.count() > MARK_COUNT_MAX) {
      isOverflown = true;
      dirty.clear();
    }
    deps.onChange(records.length, window.performance.now() - beganAt);
  };
  const listening = changes.listen(guard(mark));
  return {
    observe(root) {
      listening.observe(root);
      return { stop: () => undefined };
    },
    collect: listening.collect,
    takeOverflow() {
      const taken = isOverflown;
      isOverflown = false;
      return taken;
    },
    stop: listening.stop,
  };
}
