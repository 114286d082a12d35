import type { Known, KnownNodes } from './known.ts';

/** A parent of whose children some are still to be told. */
export interface Entry<N> {
  readonly parent: Known<N>;
  readonly children: readonly N[];
  index: number;
  /** Of the child that `nextOf` looked at last. */
  nextIndex: number;
  isStale: boolean;
}

/** Which children are still to be told; the parent that came last goes first, so that they come in the order of the document. */
export interface Entries<N> {
  /** In place of what was planned for this parent; nothing, where there are no children. */
  plan(parent: Known<N>, children: readonly N[] | undefined): void;
  /** One that has a child left. */
  next(): Entry<N> | undefined;
  isEmpty(): boolean;
  clear(): void;
}

export function createEntries<N extends object>(nodes: KnownNodes<N>): Entries<N> {
  const stack: Entry<N>[] = [];
  const byParent = new Map<Known<N>, Entry<N>>();
  return {
    plan(parent, children) {
      const old = byParent.get(parent);
      if (old) old.isStale = true;
      byParent.delete(parent);
      if (!children || children.length === 0) return;
      const entry = { parent, children, index: 0, nextIndex: 0, isStale: false };
      byParent.set(parent, entry);
      stack.push(entry);
    },
    next() {
      for (let entry = stack.at(-1); entry; entry = stack.at(-1)) {
        const isOpen = !entry.isStale && nodes.isIn(entry.parent);
        if (isOpen && entry.index < entry.children.length) return entry;
        stack.pop();
        if (byParent.get(entry.parent) === entry) byParent.delete(entry.parent);
      }
      return undefined;
    },
    isEmpty: () => stack.length === 0,
    clear() {
      stack.length = 0;
      byParent.clear();
    },
  };
}

/** Which of the children behind the one in question is told already. */
export function nextOf<N extends object>(nodes: KnownNodes<N>, entry: Entry<N>): Known<N> | undefined {
  for (let index = Math.max(entry.index, entry.nextIndex); index < entry.children.length; index += 1) {
    const known = nodes.get(entry.children[index] as N);
    entry.nextIndex = index;
    if (nodes.isIn(known) && known.parent === entry.parent) return known;
  }
  entry.nextIndex = entry.children.length;
  return undefined;
}
