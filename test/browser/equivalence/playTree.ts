import { isElement } from './cast.ts';
import type { Plays } from './play.ts';

/** Operations on the tree of nodes. */
export const TREE: Plays<
  | 'insert'
  | 'insertMany'
  | 'move'
  | 'remove'
  | 'shuffle'
  | 'text'
  | 'split'
  | 'normalize'
  | 'html'
  | 'replaceChildren'
  | 'clone'
  | 'shadow'
> = {
  insert: (cast, { kind, where, index }) => put(cast.parent(where), cast.make(kind), index),
  insertMany(cast, { kinds, where, index }) {
    const fragment = cast.document.createDocumentFragment();
    fragment.append(...kinds.map(cast.make));
    put(cast.parent(where), fragment, index);
  },
  move(cast, { what, where, index }) {
    const node = cast.free(what);
    if (node) put(cast.parent(where), node, index);
  },
  remove: (cast, { what }) => cast.free(what)?.remove(),
  shuffle(cast, { where, by }) {
    const parent = cast.parent(where);
    const children = [...parent.childNodes].filter((_child, index) => index % 3 === by % 3);
    for (const child of children) if (!isBound(child)) put(parent, child, by);
  },
  text(cast, { what, value }) {
    const node = cast.any(what);
    if (!node) return;
    const text = isValue(node) ? value.replace(/\S/g, '*') : value;
    if (!isElement(node)) node.nodeValue = text;
    else if (!isBound(node) && node.localName !== 'style') node.textContent = text;
  },
  split(cast, { what, at }) {
    const text = cast.text(what);
    text?.splitText(Math.min(at, text.length));
    if (text?.nextSibling) cast.meet(text.nextSibling);
  },
  normalize: (cast, { where }) => cast.parent(where).normalize(),
  html(cast, { where, markup: written, how }) {
    const parent = cast.parent(where);
    const markup = cast.own(written);
    if (how === 'inner' && 'innerHTML' in parent) (parent as Element).innerHTML = markup;
    else if (isElement(parent) && !isBound(parent)) {
      if (how === 'outer' && parent.parentNode) {
        const outer = parent.parentNode;
        parent.outerHTML = markup;
        cast.meet(outer);
      } else if (how !== 'inner' && how !== 'outer') {
        const isInside = how === 'afterbegin' || how === 'beforeend';
        if (isInside || parent.parentElement) parent.insertAdjacentHTML(how, markup);
        if (parent.parentNode) cast.meet(parent.parentNode);
      }
    }
    cast.meet(parent);
  },
  replaceChildren: (cast, { where, kinds }) => cast.parent(where).replaceChildren(...kinds.map(cast.make)),
  clone(cast, { what, isDeep, where, index }) {
    const copy = cast.free(what)?.cloneNode(isDeep);
    if (!copy) return;
    cast.meet(copy);
    put(cast.parent(where), copy, index);
  },
  shadow(cast, { where, markup }) {
    const host = cast.host(where);
    if (!host) return;
    host.attachShadow({ mode: 'open' }).innerHTML = cast.own(markup);
    cast.meet(host);
  },
};

/** As the index-th child, if that can be. */
function put(parent: ParentNode & Node, node: Node, index: number): void {
  if (node.contains(parent) || holds(node, parent)) return;
  const count = parent.childNodes.length + 1;
  parent.insertBefore(node, parent.childNodes[index % count] ?? null);
}

/** Also through shadow roots and frames: the browser forbids the former itself, the latter would take a frame into itself. */
function holds(node: Node, other: Node): boolean {
  for (let next: Node | null = other; next; next = outerOf(next)) if (next === node) return true;
  return false;
}

function outerOf(node: Node): Node | null {
  if (node.parentNode) return node.parentNode;
  if ('host' in node) return node.host as Node;
  return (node as Document).defaultView?.frameElement ?? null;
}

/** A document's `html`, `head` or `body`. */
function isBound(node: Node): boolean {
  return isElement(node) && ['html', 'head', 'body'].includes(node.localName);
}

/** What stands in it is masked. */
function isValue(node: Node): boolean {
  const element = isElement(node) ? node : node.parentElement;
  return element !== null && ['option', 'textarea'].includes(element.localName);
}
