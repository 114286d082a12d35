import { KINDS, PAGE_STYLE, type Kind } from './pools.ts';

/** The nodes that a program plays with: those that it made, in the page or out of it, and what it finds in frames. */
export interface Cast {
  readonly document: Document;
  /** Names of custom elements are one program's own: they can't be given back. */
  own(markup: string): string;
  /** Makes nodes that are not in the page yet. */
  make(kind: Kind): Node;
  /** Takes up what has come below a node, its shadow root and its frame's document included. */
  meet(root: Node): void;
  any(number: number): Node | undefined;
  /** One that may be moved, changed or taken out. */
  free(number: number): ChildNode | undefined;
  parent(number: number): ParentNode & Node;
  element(number: number): HTMLElement;
  host(number: number): HTMLElement | undefined;
  text(number: number): Text | undefined;
  named(name: string, number: number): HTMLElement | undefined;
  /** The frame gets another document soon. */
  expectLoad(frame: HTMLIFrameElement): void;
  root(number: number): Document | ShadowRoot;
  /** Style sheets that can be changed now, of elements, and those that a program has constructed. */
  sheet(number: number): CSSStyleSheet | undefined;
  constructed: CSSStyleSheet[];
}

/** What children can't be put into, or would not be shown as such. */
const CLOSED = new Set([
  ...['br', 'input', 'img', 'textarea', 'script', 'style', 'iframe', 'template', 'canvas', 'option', 'title', 'meta'],
  ...['select', 'optgroup'],
]);
/** https://dom.spec.whatwg.org/#dom-element-attachshadow */
const HOSTS = /^(?:div|p|span|x-.*)$/;

export const isElement = (node: Node): node is HTMLElement => node.nodeType === 1;
export const isText = (node: Node): node is Text => node.nodeType === 3;

export function createCast(document: Document, run: number, expectLoad: Cast['expectLoad']): Cast {
  const { documentElement: html, head, body } = document;
  const fixed = new Set<Node>([html, head, body]);
  const style = document.createElement('style');
  style.textContent = PAGE_STYLE;
  head.append(style);
  const nodes: Node[] = [body];
  const known = new Set<Node>([html, head, style, body]);
  const constructed: CSSStyleSheet[] = [];
  const among = <T extends Node>(number: number, fits: (node: Node) => node is T): T | undefined => {
    const fitting = nodes.filter(fits);
    return fitting[number % fitting.length];
  };
  const take = (node: Node) => {
    if (known.has(node)) return;
    known.add(node);
    // A document's own elements are there for good, as the page's are.
    if (node.nodeType === 9) return;
    if (isElement(node) && isRoot(node)) fixed.add(node);
    if (isElement(node) && ['html', 'head'].includes(node.localName)) return;
    nodes.push(node);
  };
  const meet = (node: Node) => {
    take(node);
    if (isElement(node) && node.shadowRoot) meet(node.shadowRoot);
    const inner = innerDocument(node);
    if (inner) meet(inner);
    node.childNodes.forEach(meet);
  };
  const own = (markup: string) => markup.replace(/\bx-(?:own|shell)\b/g, `$&-${run}`);
  const isFree = (node: Node): node is ChildNode => !fixed.has(node) && node.nodeType !== 11;
  const isParent = (node: Node): node is HTMLElement | ShadowRoot =>
    node.nodeType === 11 || (isElement(node) && !CLOSED.has(node.localName));
  const isHost = (node: Node): node is HTMLElement => isElement(node) && HOSTS.test(node.localName) && !node.shadowRoot;
  return {
    document,
    constructed,
    expectLoad,
    own,
    make(kind) {
      const template = document.createElement('div');
      if (kind === 'text' || kind === 'space') template.append(KINDS[kind]);
      else template.innerHTML = own(KINDS[kind]);
      const node = template.firstChild ?? document.createTextNode('');
      node.remove();
      meet(node);
      return node;
    },
    meet,
    any: (number) => nodes[number % nodes.length],
    free: (number) => among(number, isFree),
    parent: (number) => among(number, isParent) ?? body,
    element: (number) => (number === 60 ? html : (among(number, isElement) ?? body)),
    host: (number) => among(number, isHost),
    text: (number) => among(number, isText),
    named: (name, number) =>
      among(
        number,
        (node): node is HTMLElement =>
          isElement(node) && node.localName === name && node.namespaceURI === html.namespaceURI,
      ),
    root: (number) => {
      const roots = [document, ...nodes.flatMap((node) => rootOf(node))];
      return roots[number % roots.length] ?? document;
    },
    sheet(number) {
      const sheets = [...constructed, ...nodes.flatMap((node) => ('sheet' in node && node.sheet ? [node.sheet] : []))];
      return sheets[number % sheets.length] as CSSStyleSheet | undefined;
    },
  };
}

function rootOf(node: Node): (Document | ShadowRoot)[] {
  if ('host' in node) return [node as ShadowRoot];
  const inner = innerDocument(node);
  return inner ? [inner] : [];
}

export function innerDocument(node: Node): Document | null {
  return isElement(node) && node.localName === 'iframe' ? ((node as HTMLIFrameElement).contentDocument ?? null) : null;
}

/** The `html` of a document, or its `head` or `body`. */
function isRoot(node: Element): boolean {
  const { documentElement, head, body } = node.ownerDocument;
  return node === documentElement || node === head || node === body;
}
