import { takeNative } from '../browser/natives.ts';
import type { Stoppable } from '../tools/stop.ts';

export type OnChanges = (records: readonly MutationRecord[]) => void;

/**
 * Changes of the page, for all who want to hear of them: each observer more would have the browser write everything down once
 * more, in the middle of the page's own work.
 */
export interface Changes {
  /**
   * What is heard may lie anywhere where one of the listeners looks.
   * @param onChanges must not throw
   */
  listen(onChanges: OnChanges): Listening;
}

export interface Listening extends Stoppable {
  /** Looks at a tree until nobody listens any more. Observers can't leave one alone; they hold nothing of it. */
  observe(root: Node): void;
  /** Somebody looks at this one already. */
  observes(root: Node): boolean;
  /** Has everyone hear now what has happened and was not delivered yet. */
  collect(): void;
}

const EVERYTHING = { subtree: true, childList: true, characterData: true, attributes: true };

export function createChanges(window: Window & typeof globalThis): Changes {
  const Observer = takeNative(window, 'MutationObserver', window.MutationObserver);
  const listeners = new Set<OnChanges>();
  let observed = new WeakSet<Node>();
  const tell: OnChanges = (records) => {
    if (records.length > 0) for (const listener of listeners) listener(records);
  };
  const observer = new Observer(tell);
  return {
    listen(onChanges) {
      // The same callback may listen twice.
      const listener: OnChanges = (records) => {
        onChanges(records);
      };
      listeners.add(listener);
      return {
        observe(root) {
          if (!listeners.has(listener) || observed.has(root)) return;
          observed.add(root);
          observer.observe(root, EVERYTHING);
        },
        observes: (root) => observed.has(root),
        collect() {
          tell(observer.takeRecords());
        },
        stop() {
          listeners.delete(listener);
          if (listeners.size > 0) return;
          observer.disconnect();
          observed = new WeakSet();
        },
      };
    },
  };
}
