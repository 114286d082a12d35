import type { Root } from './roots.ts';
import { FRAME_DOCUMENT, SHADOW_ROOT, type Page } from './tree/page.ts';

/** A page that says what it is asked about: each node that is described, each root before anything of it is read. */
export function watchedPage(
  page: Page<Node>,
  deps: { onNode(node: Node): void; onRoot(root: Root): void },
): Page<Node> {
  return {
    ...page,
    describe(node, id, place) {
      deps.onNode(node);
      return page.describe(node, id, place);
    },
    childrenOf(node, place) {
      if ((place & (SHADOW_ROOT | FRAME_DOCUMENT)) !== 0) deps.onRoot(node as Root);
      return page.childrenOf(node, place);
    },
  };
}
