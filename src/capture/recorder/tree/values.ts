import type { Parts } from './additions.ts';

/** Tells texts and attributes as they are now, until none is left or the time is over. */
export function tellValues<N extends object>({ page, nodes, dirty, telling }: Parts<N>, isOver: () => boolean): void {
  for (const node of dirty.texts) {
    dirty.texts.delete(node);
    const known = nodes.get(node);
    if (nodes.isIn(known)) telling.text(known, page.text(node, known.place));
    if (isOver()) return;
  }
  for (const [node, names] of dirty.attributes) {
    dirty.attributes.delete(node);
    const known = nodes.get(node);
    const attributes = nodes.isIn(known) ? page.attributes(node, names, known.place) : undefined;
    if (known && attributes) telling.attributes(known, attributes);
    if (isOver()) return;
  }
}
