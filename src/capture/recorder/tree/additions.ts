import type { Dirty } from './dirty.ts';
import { createEntries, nextOf, type Entry } from './entries.ts';
import type { Known, KnownNodes } from './known.ts';
import { FRAME_DOCUMENT, SHADOW_ROOT, type Page, type Place } from './page.ts';
import type { Telling } from './told.ts';

/** What the parts of a commit work on. */
export interface Parts<N extends object> {
  page: Page<N>;
  nodes: KnownNodes<N>;
  dirty: Dirty<N>;
  telling: Telling<N>;
}

/** Nodes that are still to be told, in the order of the document; documents of frames when all else has been. */
export interface Additions<N> {
  /** The whole document; nothing else has been told. */
  begin(root: N): void;
  /** What of the children of a node isn't told yet has to be; undefined where all is. */
  plan(parent: Known<N>, children: readonly N[] | undefined): void;
  /** Tells nodes until none is left or the time is over. */
  work(isOver: () => boolean): void;
  isDone(): boolean;
}

/** Looking at the clock costs as much as a short text. */
const NODES_PER_LOOK = 8;

export function createAdditions<N extends object>(parts: Parts<N>): Additions<N> {
  const { page, nodes, telling } = parts;
  const entries = createEntries(nodes);
  let frames: { parent: Known<N>; document: N }[] = [];

  const tell = (node: N, place: Place, parent: Known<N> | undefined, next: Known<N> | undefined) => {
    const known = put(parts, node, { place, parent, next });
    entries.plan(known, page.childrenOf(node, place));
  };
  const tellChild = (entry: Entry<N>, node: N) => {
    const { parent } = entry;
    const known = nodes.get(node);
    if (nodes.isIn(known)) {
      if (known.parent === parent) return;
      // Its going was not seen. What was told of it just now must not be taken together with its removal.
      telling.split();
      telling.remove(known);
      nodes.remove(known);
    }
    const place = page.enter(parent.place, node);
    if ((place & FRAME_DOCUMENT) !== 0) frames.push({ parent, document: node });
    else tell(node, place, parent, nextOf(nodes, entry));
  };
  const tellFrame = () => {
    const frame = frames.shift();
    if (!frame || !nodes.isIn(frame.parent) || nodes.isIn(nodes.get(frame.document))) return;
    const { parent, document } = frame;
    if (page.parentOf(document) === parent.node) tell(document, page.enter(parent.place, document), parent, undefined);
  };
  const isDone = () => entries.isEmpty() && frames.length === 0;
  const work = (isOver: () => boolean) => {
    for (let count = 1; !isDone(); count += 1) {
      const entry = entries.next();
      const node = entry?.children[entry.index];
      if (entry) entry.index += 1;
      if (entry && node) tellChild(entry, node);
      else tellFrame();
      if (count % NODES_PER_LOOK === 0 && isOver()) return;
    }
  };
  return {
    begin(root) {
      entries.clear();
      frames = [];
      tell(root, 0, undefined, undefined);
    },
    plan: entries.plan,
    work,
    isDone,
  };
}

/** Tells one node as it is now, and where it stands. */
function put<N extends object>(
  { page, nodes, dirty, telling }: Parts<N>,
  node: N,
  { place, parent, next }: { place: Place; parent: Known<N> | undefined; next: Known<N> | undefined },
): Known<N> {
  const known = nodes.take(node);
  known.place = place;
  nodes.put(known, parent, next);
  dirty.forget(node);
  if ((place & SHADOW_ROOT) === 0) telling.add(known, page.describe(node, known.id, place));
  dirty.children.delete(node);
  return known;
}
