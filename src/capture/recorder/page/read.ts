/**
 * Nodes are read by the browser's own accessors: the fields of a form hide properties of the same name
 * (`<input name="attributes">`), and what can't be read would not be recorded.
 */
export const kindOf = getter(Node.prototype, 'nodeType');
export const parentOf = getter(Node.prototype, 'parentNode');
export const firstOf = getter(Node.prototype, 'firstChild');
export const nextOf = getter(Node.prototype, 'nextSibling');
export const ownerOf = getter(Node.prototype, 'ownerDocument');
export const nameOf = getter(Element.prototype, 'localName');
export const spaceOf = getter(Element.prototype, 'namespaceURI');
export const shadowOf = getter(Element.prototype, 'shadowRoot');

export function attributeNames(element: Element): string[] {
  return Element.prototype.getAttributeNames.call(element);
}

export function attributeOf(element: Element, name: string): string | null {
  return Element.prototype.getAttribute.call(element, name);
}

/** Of a document; null where there is none, or where it is of another origin. */
export function documentOf(frame: Element): Document | null {
  return 'contentDocument' in frame ? (frame as HTMLIFrameElement).contentDocument : null;
}

function getter<N extends object, K extends keyof N>(owner: N, name: K): (node: N) => N[K] {
  const get = Object.getOwnPropertyDescriptor(owner, name)?.get;
  return get ? (node) => get.call(node) as N[K] : (node) => node[name];
}
