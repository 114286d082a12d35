import { takeNatives } from '../../browser/natives.ts';
import type { Privacy, Region } from '../../browser/privacy.ts';

const PARTS = [null, '::before', '::after'];
const PROPERTIES = ['background-image', 'border-image-source', 'list-style-image', 'mask-image', 'content'];
/** As computed styles write addresses. */
const ADDRESS = /url\("((?:[^"\\]|\\.)*)"\)/g;
/** Half a frame. */
const SLICE_MS = 8;
const ELEMENT_COUNT_MAX = 20_000;

/**
 * Which of these pictures, that style sheets have loaded, are seen outside blocked parts of the page. All others might be
 * what a blocked part shows: that nothing is known against a picture is no proof.
 */
export async function findShown(
  window: Window & typeof globalThis,
  privacy: Privacy,
  wanted: ReadonlySet<string>,
): Promise<Set<string>> {
  const { setTimeout } = takeNatives(window);
  const found = new Set<string>();
  const root = window.document.documentElement;
  const pending: { element: Element; region: Region }[] = [{ element: root, region: privacy.region(root) }];
  let sliceAt = window.performance.now();
  for (let count = 0; count < ELEMENT_COUNT_MAX && found.size < wanted.size; count += 1) {
    const next = pending.pop();
    if (!next) break;
    const { element, region } = next;
    if (region === 'blocked') continue;
    for (const url of picturesOf(window, element)) if (wanted.has(url)) found.add(url);
    const children = [...element.children, ...(element.shadowRoot?.children ?? [])];
    pending.push(...children.map((child) => ({ element: child, region: privacy.enter(region, child) })));
    if (window.performance.now() - sliceAt < SLICE_MS) continue;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    sliceAt = window.performance.now();
  }
  return found;
}

function picturesOf(window: Window, element: Element): string[] {
  const texts = PARTS.flatMap((part) => {
    const style = window.getComputedStyle(element, part);
    return PROPERTIES.map((name) => style.getPropertyValue(name));
  });
  return [...texts.join(' ').matchAll(ADDRESS)].map(([, url = '']) => url.replace(/\\(.)/g, '$1').split('#')[0] ?? '');
}
