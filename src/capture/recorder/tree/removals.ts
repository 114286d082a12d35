import type { Additions, Parts } from './additions.ts';
import { compare } from './compare.ts';
import type { Known } from './known.ts';

/** Takes out what no longer stands where it was told, and plans what has come. Stops where the time is over. */
export function createRemovals<N extends object>(parts: Parts<N>, plan: Additions<N>['plan']) {
  const { page, nodes, dirty, telling } = parts;
  let turn = 0;
  const remove = (known: Known<N>) => {
    telling.remove(known);
    nodes.remove(known);
  };
  return {
    /** What inherits something else now is told anew, with all that is below it. */
    renewPlaces() {
      for (const marks of [dirty.anew, dirty.places]) {
        for (const node of marks) {
          const known = nodes.get(node);
          const parent = nodes.isIn(known) ? known.parent : undefined;
          if (!known || !parent || (marks === dirty.places && page.enter(parent.place, node) === known.place)) continue;
          remove(known);
          dirty.children.add(parent.node);
        }
        marks.clear();
      }
    },
    compareChildren(isOver: () => boolean) {
      for (const node of dirty.children) {
        dirty.children.delete(node);
        const known = nodes.get(node);
        if (!nodes.isIn(known)) continue;
        turn += 1;
        const children = page.childrenOf(node, known.place);
        const { gone, hasNew } = compare(nodes, known, children, turn);
        gone.forEach(remove);
        plan(known, hasNew ? children : undefined);
        if (isOver()) return;
      }
    },
  };
}
