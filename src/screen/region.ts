import { ScreenError } from './ScreenError.ts';

/** 16 million pixels are 64 MB of memory, and as much again while tiles are cut. */
const PIXEL_COUNT_MAX = 16_000_000;
/** The rasteriser measures each element of the clone: above this one image would hold up the page for seconds. */
const ELEMENT_COUNT_MAX = 20_000;

export interface Region {
  /** What is drawn; the root for the viewport. */
  element: HTMLElement;
  /** In CSS pixels relative to the viewport. */
  box: { x: number; y: number; width: number; height: number };
  scale: number;
}

/** Finds what a target names, and refuses what would be too much. */
export function findRegion(window: Window & typeof globalThis, target: string): Region {
  const element = target === 'viewport' ? window.document.documentElement : findElement(window, target);
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

function findElement(window: Window & typeof globalThis, selector: string): HTMLElement {
  const found = query(window.document, selector);
  if (found instanceof window.HTMLElement) return found;
  throw new ScreenError('image_target_missing', `"${selector}" names no HTML element of this page`);
}

function query(document: Document, selector: string): Element | null {
  try {
    return document.querySelector(selector);
  } catch {
    throw new ScreenError('image_target_missing', `"${selector}" is not a selector`);
  }
}

function viewportBox(window: Window): Region['box'] {
  return { x: 0, y: 0, width: window.innerWidth, height: window.innerHeight };
}

function elementBox(element: Element): Region['box'] {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width: Math.ceil(width), height: Math.ceil(height) };
}

/** True for what the image of an element does not need: all but the element, what it is in, what is in it, and styles. */
export function isOutside(target: Element, element: Element): boolean {
  if (target === element || target.contains(element) || element.contains(target)) return false;
  return !element.closest('head') && element.localName !== 'style' && element.localName !== 'link';
}
