import { parentAcross } from '../browser/marks.ts';
import { ScreenError } from './ScreenError.ts';

/** 16 million pixels are 64 MB of memory, and as much again while tiles are cut. */
const PIXEL_COUNT_MAX = 16_000_000;
/** The rasteriser measures each element of the clone: above this one image would hold up the page for seconds. */
const ELEMENT_COUNT_MAX = 20_000;

export interface Region {
  /** What is drawn; the root for the viewport. */
  element: HTMLElement;
  /** In CSS pixels relative to the layout viewport, as the boxes of elements are, however far the page is pinched. */
  box: { x: number; y: number; width: number; height: number };
  scale: number;
}

/** Finds what a target names, and refuses what would be too much. */
export function findRegion(window: Window & typeof globalThis, target: string): Region {
  const element = target === 'viewport' ? window.document.documentElement : findTarget(window, target);
  const box = target === 'viewport' ? viewportBox(window) : elementBox(element);
  const scale = Math.min(window.devicePixelRatio || 1, 1);
  if (box.width < 1 || box.height < 1) throw new ScreenError('image_target_missing', `"${target}" has no size`);
  if (box.width * box.height * scale * scale > PIXEL_COUNT_MAX) {
    throw new ScreenError('image_too_large', `"${target}" has more than ${PIXEL_COUNT_MAX} pixels`);
  }
  if (element.getElementsByTagName('*').length > ELEMENT_COUNT_MAX) {
    throw new ScreenError('image_too_large', `"${target}" has more than ${ELEMENT_COUNT_MAX} elements`);
  }
  return { element, box, scale };
}

const FIELD = 'field:';

function findTarget(window: Window & typeof globalThis, target: string): HTMLElement {
  const found = target.startsWith(FIELD)
    ? findField(window.document, target.slice(FIELD.length))
    : query(window.document, target);
  if (found instanceof window.HTMLElement) return found;
  throw new ScreenError('image_target_missing', `"${target}" names no HTML element of this page`);
}

/** By name, id or test id, in this order of trust, first in the document itself, then in its open shadow roots. */
function findField(document: Document, name: string): Element | undefined {
  const quoted = CSS.escape(name);
  const selectors = [`[name="${quoted}"]`, `#${quoted}`, `[data-testid="${quoted}"]`];
  // Several bear the name, hidden ones among them: the first that has a box.
  const isSeen = (element: Element) => element.getClientRects().length > 0;
  const pending: ParentNode[] = [document];
  for (let next = pending.shift(); next; next = pending.shift()) {
    const root = next;
    const found = selectors.flatMap((selector) => [...root.querySelectorAll(selector)]);
    const [first] = found;
    if (first) return found.find(isSeen) ?? first;
    for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) pending.push(shadowRoot);
  }
  return undefined;
}

function query(document: Document, selector: string): Element | null {
  try {
    return document.querySelector(selector);
  } catch {
    throw new ScreenError('image_target_missing', `"${selector}" is not a selector`);
  }
}

/** What the user sees: of a page that is pinched larger only a part. */
function viewportBox(window: Window): Region['box'] {
  const { visualViewport: seen } = window;
  if (!seen || Math.abs(seen.scale - 1) < 0.01) {
    return { x: 0, y: 0, width: window.innerWidth, height: window.innerHeight };
  }
  const { offsetLeft: x, offsetTop: y, width, height } = seen;
  return { x, y, width: Math.floor(width), height: Math.floor(height) };
}

function elementBox(element: Element): Region['box'] {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width: Math.ceil(width), height: Math.ceil(height) };
}

/** True for what the image of an element does not need: all but the element, what it is in, what is in it, and styles. */
export function isOutside(target: Element, element: Element): boolean {
  if (isWithin(target, element) || isWithin(element, target)) return false;
  return !element.closest('head') && element.localName !== 'style' && element.localName !== 'link';
}

/** Open shadow roots included. */
function isWithin(outer: Element, inner: Element): boolean {
  if (outer.contains(inner)) return true;
  for (let next: Element | undefined = inner; next; next = parentAcross(next)) if (next === outer) return true;
  return false;
}
