import { createAdditions } from './additions.ts';
import type { Dirty } from './dirty.ts';
import type { KnownNodes } from './known.ts';
import type { Page } from './page.ts';
import { createRemovals } from './removals.ts';
import { createTelling, type Told } from './told.ts';
import { tellValues } from './values.ts';

/** Brings the recording to what the page is now, a slice at a time. */
export interface Commit<N> {
  /** Begins a recording: what was told before is void. */
  begin(root: N): void;
  /**
   * Works until nothing is left to tell or the time is over; what it gives can be played at once and leaves a whole tree, of
   * which some parts may be missing yet. Between two calls the page may do what it likes, as long as that is marked as dirty
   * before the next one.
   */
  work(isOver: () => boolean): Told[];
  isDone(): boolean;
  /** Every node was told when the last slice ended, as far as that is marked; values of theirs may be behind. */
  isWhole(): boolean;
}

/**
 * Every slice first takes out what no longer stands where it was told, all of it; only then it adds. So whatever is told at
 * any time stands in the page's order, below what it stands below in the page, and nothing is told twice: a node that moves
 * has gone from its old place before the new one is looked at. That makes a recording that has just begun and one that goes
 * on the same thing: the mutation observer is the write barrier of a walk that may last for many slices.
 */
export function createCommit<N extends object>(deps: {
  page: Page<N>;
  nodes: KnownNodes<N>;
  dirty: Dirty<N>;
}): Commit<N> {
  const { nodes, dirty } = deps;
  const parts = { ...deps, telling: createTelling<N>() };
  const additions = createAdditions(parts);
  const removals = createRemovals(parts, additions.plan);
  let isFresh = false;
  return {
    begin(root) {
      isFresh = true;
      nodes.restart();
      dirty.clear();
      parts.telling.take();
      additions.begin(root);
    },
    work(isOver) {
      removals.renewPlaces();
      // A player can't begin with less than a root element.
      removals.compareChildren(isFresh ? () => false : isOver);
      isFresh = false;
      if (dirty.children.size === 0) additions.work(isOver);
      if (dirty.children.size === 0 && additions.isDone()) tellValues(parts, isOver);
      return parts.telling.take();
    },
    isWhole: () => additions.isDone() && dirty.children.size === 0,
    isDone: () => dirty.count() === 0 && additions.isDone() && parts.telling.isEmpty(),
  };
}
