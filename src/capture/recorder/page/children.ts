import { isBlocked } from './places.ts';
import { attributeOf, documentOf, firstOf, kindOf, nameOf, nextOf, shadowOf } from './read.ts';
import type { Place } from '../tree/page.ts';

/** Elements whose content is not shown: where scripts run, it is text that nobody reads. */
const CLOSED = new Set(['noscript', 'noembed', 'noframes', 'script']);
const KEPT_META = /^(?:viewport|color-scheme)$/i;
const SCRIPT_ADDRESS = /^[^?#]*\.js(?:[?#]|$)/i;
const NONE: readonly Node[] = [];

/** What is below a node and is to be recorded, in order: its shadow root first; a frame's document alone. */
export function recordedChildren(node: Node, place: Place): readonly Node[] {
  if (isBlocked(place)) return NONE;
  const kind = kindOf(node);
  if (kind === Node.TEXT_NODE) return NONE;
  if (kind !== Node.ELEMENT_NODE) return keptChildren(node, false);
  const element = node as Element;
  const name = nameOf(element);
  if (CLOSED.has(name)) return NONE;
  if (name === 'iframe') return frameDocument(element);
  if (name === 'textarea') return keptChildren(node, false).slice(0, 1);
  const children = keptChildren(node, name === 'head');
  const root = shadowRootOf(element);
  if (root) children.unshift(root);
  return children;
}

/** Of the browser's own: a framework's imitation shows the children of its host a second time. */
export function shadowRootOf(element: Element): ShadowRoot | undefined {
  const root = shadowOf(element);
  return root && Object.prototype.toString.call(root) === '[object ShadowRoot]' ? root : undefined;
}

/** Whether such an element is recorded at all may change with this attribute: its parent's children have to be looked at. */
export function affectsKeeping(element: Element, attribute: string): boolean {
  const name = nameOf(element);
  return name === 'meta' ? attribute === 'name' : name === 'link' && ['rel', 'as', 'href'].includes(attribute);
}

function keptChildren(parent: Node, isHead: boolean): Node[] {
  const children: Node[] = [];
  for (let child = firstOf(parent); child; child = nextOf(child)) if (isKeptIn(child, isHead)) children.push(child);
  return children;
}

function isKeptIn(node: Node, isHead: boolean): boolean {
  switch (kindOf(node)) {
    case Node.ELEMENT_NODE:
      return isKeptElement(node as Element);
    case Node.TEXT_NODE:
      return !isHead || /\S/.test((node as Text).data);
    case Node.CDATA_SECTION_NODE:
    case Node.DOCUMENT_TYPE_NODE:
      return true;
    default:
      return false;
  }
}

/** Drops what neither shows nor says how something looks: scripts and what loads them, icons, what metas say to machines. */
function isKeptElement(element: Element): boolean {
  const name = nameOf(element);
  if (name === 'script') return false;
  if (name === 'meta') return KEPT_META.test(attributeOf(element, 'name') ?? '');
  if (name !== 'link') return true;
  switch ((attributeOf(element, 'rel') ?? '').toLowerCase()) {
    case 'modulepreload':
    case 'shortcut icon':
      return false;
    case 'preload':
      return attributeOf(element, 'as') !== 'script';
    case 'prefetch':
      return !SCRIPT_ADDRESS.test(attributeOf(element, 'href') ?? '');
    default:
      return true;
  }
}

/**
 * As soon as there is something in it. A frame that is to load something begins with an empty document, which goes when that
 * comes; the frame's `load` says so.
 */
function frameDocument(frame: Element): readonly Node[] {
  const document = documentOf(frame);
  if (!document?.documentElement) return NONE;
  return isAwaited(frame, document) ? NONE : [document];
}

function isAwaited(frame: Element, { URL, body }: Document): boolean {
  if (URL !== 'about:blank' || (body as HTMLElement | null)?.firstChild) return false;
  const address = attributeOf(frame, 'src') ?? '';
  return attributeOf(frame, 'srcdoc') !== null || !/^(?:$|about:blank$|javascript:)/i.test(address.trim());
}
