import type { Listening } from '../changes.ts';
import type { Stoppable } from '../../tools/stop.ts';
import type { CaptureScope } from '../tracker.ts';

/** Elements that are searched for shadow roots, after a click in one, and how often at most. */
const SEARCH_COUNT_MAX = 5_000;
const SEARCH_INTERVAL_MS = 2_000;

/**
 * Notices changes of the document, only while asked. Observers don't see into shadow roots: where a click comes out of one the
 * page is made of them, and the answer may stand in any other; elsewhere the document is enough.
 */
export interface ChangeWatch extends Stoppable {
  /** @param path of an event that the page may answer, from its target up */
  begin(path: readonly EventTarget[]): void;
  /** Looks, when there is time, where the answer to another such event may stand: to be called after each. */
  widen(): void;
  end(): void;
  /** Whether the last event that is waited for came through there. */
  isOnPath(target: EventTarget | undefined): boolean;
}

export function watchChanges({ window, guard, changes }: CaptureScope, onChange: () => void): ChangeWatch {
  const { document } = window;
  // Frames have pages of their own.
  const onRecords = guard((records: readonly MutationRecord[]) => {
    if (records.some(({ target }) => target === document || target.ownerDocument === document)) onChange();
  });
  let path: readonly EventTarget[] = [];
  let roots: readonly WeakRef<Node>[] | undefined;
  let watching: Listening | undefined;
  let searchedAt = -Infinity;
  const observe = (node: Node | undefined) => {
    if (node && watching?.observes(node) === false) watching.observe(node);
  };
  const rootsOnPath = () => path.filter((target) => target instanceof window.ShadowRoot);
  const widen = () => {
    const now = window.performance.now();
    if (now - searchedAt < SEARCH_INTERVAL_MS || rootsOnPath().length === 0) return;
    searchedAt = now;
    const found = findRoots(window);
    roots = found.map((root) => new WeakRef(root));
    found.forEach(observe);
  };
  const end = () => {
    path = [];
    watching?.stop();
    watching = undefined;
  };
  return {
    begin(next) {
      path = next;
      // Nobody has looked yet: the first one has to wait for it.
      if (roots === undefined) widen();
      const isWatching = watching !== undefined;
      watching ??= changes.listen(onRecords);
      rootsOnPath().forEach(observe);
      if (isWatching) return;
      observe(document);
      for (const root of roots ?? []) observe(root.deref());
    },
    widen,
    end,
    isOnPath: (target) => target !== undefined && path.includes(target),
    stop: end,
  };
}

function findRoots({ document, Element, NodeFilter }: CaptureScope['window']): ShadowRoot[] {
  const roots: ShadowRoot[] = [];
  let budget = SEARCH_COUNT_MAX;
  const search = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node && (budget -= 1) > 0; node = walker.nextNode()) {
      if (!(node instanceof Element) || !node.shadowRoot) continue;
      roots.push(node.shadowRoot);
      search(node.shadowRoot);
    }
  };
  search(document);
  return roots;
}
