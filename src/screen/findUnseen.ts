import { isElement } from '../browser/marks.ts';

type Box = Pick<DOMRect, 'x' | 'y' | 'width' | 'height'>;

/** Shadows, and text that runs over the edge of its box, reach no further than this. */
const MARGIN_PX = 300;

/**
 * The parts of the copy that lie far outside of what is drawn, with all that is in them: neither their styles nor their
 * texts need be looked at. Works on the layout as it is, and changes nothing.
 */
export function findUnseen(root: Element, box: Box): WeakSet<Node> {
  const unseen = new WeakSet<Node>();
  const all = listElements(root);
  // Backwards: what is inside an element comes after it.
  for (const element of all.reverse()) {
    // Numbers of list entries are counted by those before them.
    if (element.localName === 'li' || isNear(element.getBoundingClientRect(), box)) continue;
    const inside = [...element.children, ...(element.shadowRoot?.children ?? [])];
    if (inside.every((child) => unseen.has(child))) unseen.add(element);
  }
  return unseen;
}

function listElements(root: Element): Element[] {
  const all: Element[] = [];
  const pending: Element[] = [root];
  for (let element = pending.pop(); element; element = pending.pop()) {
    all.push(element);
    for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) {
      if (isElement(child)) pending.push(child);
    }
  }
  return all;
}

function isNear(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width + MARGIN_PX &&
    one.x + one.width > other.x - MARGIN_PX &&
    one.y < other.y + other.height + MARGIN_PX &&
    one.y + one.height > other.y - MARGIN_PX
  );
}
