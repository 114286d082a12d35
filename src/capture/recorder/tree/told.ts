import type { Attributes, SerializedNode } from '../../domEvent.ts';
import type { Known } from './known.ts';
import { FRAME_DOCUMENT, SHADOW_ROOT } from './page.ts';

/** What one of rrweb's mutations says; who plays it takes the removals first, and the rest in the order of this list. */
export interface Changes {
  removes: Removal[];
  adds: Addition[];
  texts: { id: number; value: string }[];
  attributes: { id: number; attributes: Attributes }[];
}

export interface Removal {
  parentId: number;
  id: number;
  isShadow?: true;
}

/** One node, without those below it: they follow. `parentId` 0 is the outside of the whole document. */
export interface Addition {
  parentId: number;
  nextId: number | null;
  node: SerializedNode;
}

/** What is told, in order. A frame's document stands by itself, as in rrweb. */
export type Told = { changes: Changes } | { document: Addition };

/** Puts together what is told in one go. */
export interface Telling<N> {
  remove(known: Known<N>): void;
  add(known: Known<N>, node: SerializedNode): void;
  text(known: Known<N>, value: string): void;
  attributes(known: Known<N>, attributes: Attributes): void;
  /** What follows is not to be taken together with what was told so far. */
  split(): void;
  isEmpty(): boolean;
  take(): Told[];
}

export function createTelling<N>(): Telling<N> {
  let all: Told[] = [];
  let open: Changes | undefined;
  const changes = () => {
    if (open) return open;
    open = { removes: [], adds: [], texts: [], attributes: [] };
    all.push({ changes: open });
    return open;
  };
  return {
    remove(known) {
      const { first, place } = known;
      if ((place & (SHADOW_ROOT | FRAME_DOCUMENT)) === 0) changes().removes.push(removalOf(known));
      // Neither can be taken away, but they can be emptied.
      else for (let child = first; child; child = child.next) changes().removes.push(removalOf(child));
    },
    add({ parent, next, place }, node) {
      const addition = { parentId: parent ? toldId(parent) : 0, nextId: next?.id ?? null, node };
      if ((place & FRAME_DOCUMENT) === 0) {
        changes().adds.push(addition);
        return;
      }
      all.push({ document: addition });
      open = undefined;
    },
    text({ id }, value) {
      changes().texts.push({ id, value });
    },
    attributes({ id }, attributes) {
      changes().attributes.push({ id, attributes });
    },
    split() {
      open = undefined;
    },
    isEmpty: () => all.length === 0,
    take() {
      const taken = all;
      all = [];
      open = undefined;
      return taken;
    },
  };
}

function removalOf<N>({ id, parent }: Known<N>): Removal {
  const isShadow = parent !== undefined && (parent.place & SHADOW_ROOT) !== 0;
  return { parentId: parent ? toldId(parent) : 0, id, ...(isShadow && { isShadow }) };
}

function toldId<N>(known: Known<N>): number {
  return (known.place & SHADOW_ROOT) !== 0 && known.parent ? known.parent.id : known.id;
}
