import { stopAll } from '../../../tools/stop.ts';
import type { Incremental, Source, SourceScope } from '../source.ts';
import { startFields, type FieldSource } from './fields.ts';
import { startMedia } from './media.ts';
import { startPointer } from './pointer.ts';
import { startScroll } from './scroll.ts';
import { startSelection } from './selection.ts';
import { startViewport } from './viewport.ts';

/** What users do, and the states of a page that its tree doesn't show, style sheets aside. */
export interface Sources extends Source {
  /**
   * What was done until now, as far as it was done to nodes that are told. To be taken before changes of the tree are: what is
   * clicked is often gone afterwards. `take` gives the rest; it belongs behind a whole tree, because nothing can be scrolled
   * or chosen that has no content yet.
   */
  takeActions(): Incremental[];
  /** A node is told, for the first time or anew, as it is now: of it only that has to be told which can't be told with it. */
  described(node: Node): void;
  /** Attributes or children of a node have been told that may decide what is in a field. */
  changed: FieldSource['changed'];
  hasScrolled(node: Node): boolean;
}

export function startSources(scope: SourceScope): Sources {
  const pointer = startPointer(scope);
  const fields = startFields(scope);
  const scroll = startScroll(scope);
  const selection = startSelection(scope);
  const all = [pointer, startViewport(scope), fields, scroll, startMedia(scope), selection];
  return {
    watch: (root) => stopAll(all.map((source) => source.watch(root))),
    restart() {
      for (const source of all) source.restart();
    },
    takeActions: () => pointer.take(() => false),
    take(isOver) {
      const told: Incremental[] = [];
      for (const source of all) {
        told.push(...source.take(isOver));
        // Who has nothing to tell must not keep the others from it.
        if (told.length > 0 && isOver()) break;
      }
      return told;
    },
    isDone: () => all.every((source) => source.isDone()),
    described(node) {
      fields.described(node);
      scroll.described(node);
      selection.described(node);
    },
    changed: fields.changed,
    hasScrolled: scroll.hasScrolled,
    stop: () => stopAll([...all]).stop(),
  };
}
