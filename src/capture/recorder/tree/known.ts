import { FRAME_DOCUMENT, SHADOW_ROOT, type Place } from './page.ts';

/** A node as the recording has it. Links say where it stands there, not where it stands in the page. */
export interface Known<N> {
  readonly id: number;
  readonly node: N;
  place: Place;
  parent: Known<N> | undefined;
  first: Known<N> | undefined;
  last: Known<N> | undefined;
  next: Known<N> | undefined;
  previous: Known<N> | undefined;
  /** The recording that it is part of; 0 for none. */
  part: number;
  /** When it was last seen among the children of its parent, and as which of them: notes of `compare`. */
  seen: number;
  index: number;
}

/**
 * The tree that has been told so far. Ids belong to nodes for as long as these live, also while they are out of the page, so
 * that a node that comes back is the same one. But a player keeps what it has seen of frames' documents and of shadow roots
 * below what is removed, and would take what is told again for told already: that gets other ids.
 */
export interface KnownNodes<N> {
  get(node: N): Known<N> | undefined;
  /** Makes up an id for it where it has none. */
  take(node: N): Known<N>;
  isIn(known: Known<N> | undefined): known is Known<N>;
  /** Puts it, without anything below it, under a parent, before one of its children or as the last. */
  put(known: Known<N>, parent: Known<N> | undefined, next: Known<N> | undefined): void;
  /** Takes it out with everything below it. */
  remove(known: Known<N>): void;
  /** Nothing is told any more; ids stay. */
  restart(): void;
}

export function createKnownNodes<N extends object>(): KnownNodes<N> {
  const all = new WeakMap<N, Known<N>>();
  let lastId = 0;
  let current = 1;
  const isIn = (known: Known<N> | undefined): known is Known<N> => known !== undefined && known.part === current;
  return {
    get: (node) => all.get(node),
    take(node) {
      const found = all.get(node);
      if (found) return found;
      lastId += 1;
      const known: Known<N> = {
        ...{ id: lastId, node, place: 0, part: 0, seen: 0, index: 0 },
        ...{ parent: undefined, first: undefined, last: undefined, next: undefined, previous: undefined },
      };
      all.set(node, known);
      return known;
    },
    isIn,
    put(known, parent, next) {
      known.part = current;
      known.first = known.last = undefined;
      known.parent = parent;
      known.next = next;
      known.previous = next ? next.previous : parent?.last;
      if (known.previous) known.previous.next = known;
      else if (parent) parent.first = known;
      if (next) next.previous = known;
      else if (parent) parent.last = known;
    },
    remove(known) {
      unlink(known);
      for (const { node } of inRoots(known)) all.delete(node);
      for (let node: Known<N> | undefined = known; node; node = afterRemoval(node, known)) node.part = 0;
    },
    restart() {
      current += 1;
    },
  };
}

function unlink<N>(known: Known<N>): void {
  const { parent, previous, next } = known;
  if (previous) previous.next = next;
  else if (parent) parent.first = next;
  if (next) next.previous = previous;
  else if (parent) parent.last = previous;
  known.parent = known.previous = known.next = undefined;
}

/** Documents of frames and shadow roots below a node, the node itself included, with all that is in them. */
function* inRoots<N>(root: Known<N>): Iterable<Known<N>> {
  let inner: Known<N> | undefined;
  for (let node: Known<N> | undefined = root; node;) {
    if (!inner && (node.place & (FRAME_DOCUMENT | SHADOW_ROOT)) !== 0) inner = node;
    if (inner) yield node;
    let next: Known<N> | undefined = node.first;
    for (let done: Known<N> | undefined = node; !next && done && done !== root; done = done.parent) {
      if (done === inner) inner = undefined;
      next = done.next;
    }
    node = next;
  }
}

/** The next node below `root` in the order of a walk, cutting the links behind it: nodes that are gone must not hold others. */
function afterRemoval<N>(node: Known<N>, root: Known<N>): Known<N> | undefined {
  if (node.first) return node.first;
  let done: Known<N> = node;
  while (done !== root) {
    const { next, parent } = done;
    done.next = done.previous = done.parent = done.first = done.last = undefined;
    if (next) return next;
    if (!parent) return undefined;
    done = parent;
  }
  root.first = root.last = undefined;
  return undefined;
}
