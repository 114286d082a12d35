/** The attributes by which a page says what must not be recorded. They work on an element and on everything inside it. */

/** Text becomes asterisks, its shape stays. */
export const MASK = '[data-rewindow-mask]';
/** Readable where an ancestor or the page's options mask; secret fields stay masked all the same. */
export const UNMASK = '[data-rewindow-unmask]';
/** Nothing but the size of the box is recorded. */
export const BLOCK = '[data-rewindow-block]';
/** What the user does here is not recorded. */
export const IGNORE = '[data-rewindow-ignore]';
/** Editable text is what a user types: masked like an input. */
export const EDITABLE = '[contenteditable]:not([contenteditable="false" i])';
/** What shows pictures and other pages: boxes where everything is masked. */
export const PICTURES = 'img,video,audio,canvas,iframe,frame,object,embed,input[type="image" i]';

/** The nearest ancestor (or the element itself) that matches, out of open shadow roots and frames of the same origin, too. */
export function closestAcross(element: Element, selector: string): Element | undefined {
  for (let next: Element | undefined = element; next; next = hostOf(next.getRootNode())) {
    const found = next.closest(selector);
    if (found) return found;
  }
  return undefined;
}

/** By the browser's own: a form's field may have this name. */
export function matches(element: Element, selector: string): boolean {
  return Element.prototype.matches.call(element, selector);
}

/** The parent element, out of open shadow roots and frames of the same origin, too. */
export function parentAcross(element: Element): Element | undefined {
  return element.parentElement ?? (element.parentNode ? hostOf(element.parentNode) : undefined);
}

/** The element of a node: itself, or what it is the text or the shadow root of. By type, because frames have classes of their own. */
export function elementOf(node: Node | null): Element | undefined {
  if (node === null) return undefined;
  if (isElement(node)) return node;
  return node.parentElement ?? hostOf(node) ?? (node.parentNode ? hostOf(node.parentNode) : undefined);
}

export function isElement(node: Node): node is HTMLElement {
  return node.nodeType === Node.ELEMENT_NODE;
}

function hostOf(root: Node): Element | undefined {
  if (isShadowRoot(root)) return root.host;
  return isDocument(root) ? (root.defaultView?.frameElement ?? undefined) : undefined;
}

function isShadowRoot(node: Node): node is ShadowRoot {
  return node.nodeType === Node.DOCUMENT_FRAGMENT_NODE && 'host' in node;
}

function isDocument(node: Node): node is Document {
  return node.nodeType === Node.DOCUMENT_NODE;
}
