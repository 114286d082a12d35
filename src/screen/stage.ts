import type { Stoppable } from '../tools/stop.ts';
import { disarmCopy } from './disarmCopy.ts';
import { liftStyles } from './liftStyles.ts';

/** Where the rasteriser lays out its copy of the page. */
export interface Stage extends Stoppable {
  container: ShadowRoot;
}

/**
 * A closed shadow root outside the body: neither the DOM recorder nor the page's selectors see the copy. Its frame runs no
 * scripts, whatever is in the copied markup. For the same reason no event of the copy can be listened to: the browser would
 * refuse each one with a line on the page's console.
 */
export function createStage(document: Document): Stage {
  const host = document.createElement('rewindow-screen');
  const invisible = { position: 'fixed', top: '0', left: '0', width: '0', height: '0', overflow: 'hidden' };
  Object.assign(host.style, { ...invisible, visibility: 'hidden', contain: 'strict', pointerEvents: 'none' });
  host.setAttribute('aria-hidden', 'true');
  const container = host.attachShadow({ mode: 'closed' });
  Object.defineProperty(container, 'appendChild', { value: (node: Node) => appendSafely(container, node) });
  document.documentElement.append(host);
  return {
    container,
    stop: () => host.remove(),
  };
}

function appendSafely(container: ShadowRoot, node: Node): Node {
  if (!(node instanceof HTMLIFrameElement)) return Node.prototype.appendChild.call(container, node);
  node.setAttribute('sandbox', 'allow-same-origin');
  node.setAttribute('tabindex', '-1');
  Node.prototype.appendChild.call(container, node);
  const { contentDocument: copy, contentWindow } = node;
  if (copy && contentWindow) {
    // The rasteriser listens to the frame itself, too; that one is heard.
    Object.defineProperty(contentWindow, 'onload', { value: null, writable: true });
    // The last moment before the copied elements come to life in a document that has a window.
    const adoptNode = (root: Node) => {
      if (root instanceof Element) disarmCopy(root);
      const adopted = Document.prototype.adoptNode.call(copy, root);
      if (root instanceof Element) liftStyles(node.ownerDocument, copy, root);
      return adopted;
    };
    Object.defineProperty(copy, 'adoptNode', { value: adoptNode });
  }
  return node;
}
