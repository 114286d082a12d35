import { NODE, type SerializedNode } from '../domEvent.ts';
import type { Root } from './roots.ts';
import { blockedPlace } from './page/places.ts';
import { FRAME_DOCUMENT, SHADOW_ROOT, type Page } from './tree/page.ts';

/** What is in these depends on their children, and what is in fields on these attributes. */
const WITH_CHOICES = new Set(['SELECT', 'OPTGROUP', 'TEXTAREA']);
const VALUES = ['value', 'checked', 'selected', 'type'] as const;

interface Watch {
  onNode(node: Node): void;
  onRoot(root: Root): void;
  /** Attributes or children of a node are told that may decide what is in a field. */
  onFieldChange(node: Node): void;
  onError(error: unknown): void;
}

/**
 * A page that says what it is asked about: each node that is described, each root before anything of it is read. Where a node
 * can't be read, a stand-in is told: one strange node must not end the recording.
 */
export function watchedPage(page: Page<Node>, { onNode, onRoot, onFieldChange, onError }: Watch): Page<Node> {
  const attempt = <T>(action: () => T, otherwise: () => T): T => {
    try {
      return action();
    } catch (error) {
      onError(error);
      return otherwise();
    }
  };
  return {
    ...page,
    enter: (outer, node) =>
      attempt(
        () => page.enter(outer, node),
        () => blockedPlace(outer, node),
      ),
    describe(node, id, place) {
      onNode(node);
      return attempt(
        () => page.describe(node, id, place),
        () => standIn(node, id),
      );
    },
    childrenOf(node, place) {
      if ((place & (SHADOW_ROOT | FRAME_DOCUMENT)) !== 0) onRoot(node as Root);
      if (WITH_CHOICES.has(node.nodeName)) onFieldChange(node);
      return attempt(
        () => page.childrenOf(node, place),
        () => [],
      );
    },
    attributes(node, names, place) {
      if (VALUES.some((name) => names.has(name))) onFieldChange(node);
      return attempt(
        () => page.attributes(node, names, place),
        () => undefined,
      );
    },
    text(node, place) {
      if (node.parentNode?.nodeName === 'TEXTAREA') onFieldChange(node.parentNode);
      return attempt(
        () => page.text(node, place),
        () => '',
      );
    },
  };
}

function standIn({ nodeType }: Node, id: number): SerializedNode {
  if (nodeType !== Node.ELEMENT_NODE) return { type: NODE.text, id, textContent: '' };
  return { type: NODE.element, id, tagName: 'div', attributes: {}, childNodes: [] };
}
