import { observe } from '../../observe.ts';
import type { Source, SourceScope } from '../source.ts';
import { createMarks } from './marks.ts';
import { nodeOf } from './seen.ts';

const SCROLL = 3;

export interface ScrollSource extends Source {
  /** A node was told anew, without its position: that follows. */
  described(node: Node): void;
  /** It may stand elsewhere than at its beginning. Where this is false, no position has to be read. */
  hasScrolled(node: Node): boolean;
}

/** How far documents and elements are scrolled. */
export function startScroll(scope: SourceScope): ScrollSource {
  const scrolled = new WeakSet<Node>();
  const marks = createMarks<Node>(scope, (node, id) => {
    const element = 'defaultView' in node ? ((node as Document).scrollingElement ?? node.firstChild) : node;
    const { scrollLeft, scrollTop } = element as Element;
    return [{ source: SCROLL, id, x: Math.round(scrollLeft), y: Math.round(scrollTop) }];
  });
  return {
    ...marks,
    watch: (root) =>
      observe(scope, root, ['scroll'], (event) => {
        const node = nodeOf(event);
        if (!node) return;
        scrolled.add(node);
        marks.add(node);
        scope.want();
      }),
    described(node) {
      if (scrolled.has(node)) marks.add(node);
    },
    hasScrolled: (node) => scrolled.has(node),
  };
}
