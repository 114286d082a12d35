import { fieldKind, isField } from '../browser/fields.ts';
import { isElement } from '../browser/marks.ts';
import type { Privacy, Region } from '../browser/privacy.ts';
import { scrubText } from '../tools/scrub.ts';
import { drawGreyBox } from './greyBox.ts';

/** Always the same length: the image must not tell how long a value is. */
const MASKED_VALUE = '••••••••';
/** What of a style draws pictures. */
const PICTURE_STYLES = ['background-image', 'border-image-source', 'list-style-image', 'mask-image'];

/**
 * Makes the rasteriser's copy of the page fit to be seen: values of fields and marked text become dots, blocked parts and
 * what can't be drawn become grey boxes, e-mail addresses and card numbers go. Works on the copy only.
 *
 * @param outer where the page itself stands
 */
export function maskClone(clone: Document, privacy: Privacy, outer: Region): void {
  const boxes: [Element, string][] = [];
  const pending: { node: Node; outer: Region }[] = [{ node: clone.documentElement, outer }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node } = next;
    if (node.nodeType === Node.TEXT_NODE) maskText(node, privacy.hides(next.outer));
    // By type: the copy's elements were made in the page's window and moved.
    const element = isElement(node) ? node : undefined;
    const region = element ? privacy.enter(next.outer, element) : next.outer;
    const label = element && (region === 'blocked' ? '' : greyLabel(element, clone));
    if (element && label !== undefined) boxes.push([element, label]);
    if (label !== undefined || ['style', 'script'].includes(element?.localName ?? '')) continue;
    if (element && isField(element)) maskField(element, region, privacy);
    if (element && privacy.mode() === 'all' && privacy.hides(region)) dropPictures(element, clone);
    const inside = [...node.childNodes, ...(element?.shadowRoot?.childNodes ?? [])];
    for (const child of inside) pending.push({ node: child, outer: region });
  }
  // Last, because a box takes its size from the layout.
  for (const [element, label] of boxes) drawGreyBox(element, label);
}

/** What stands in place of an element, undefined where the element itself may be drawn. */
function greyLabel(element: HTMLElement, clone: Document): string | undefined {
  if (element.matches('iframe,object,embed')) return 'embedded page';
  const isForeign = element.localName === 'img' && isOfOtherOrigin(element.getAttribute('src') ?? '', clone.baseURI);
  return isForeign ? 'image of another origin' : undefined;
}

function isOfOtherOrigin(source: string, base: string): boolean {
  try {
    const url = new URL(source, base);
    return url.protocol.startsWith('http') && url.origin !== new URL(base).origin;
  } catch {
    return false;
  }
}

function maskText(node: Node, isMasked: boolean): void {
  const text = node.nodeValue ?? '';
  const masked = isMasked ? dots(text) : scrubText(text);
  if (masked !== text) node.nodeValue = masked;
}

function maskField(element: HTMLElement, region: Region, privacy: Privacy): void {
  const kind = fieldKind(element);
  if (kind === 'choice' || (kind === 'button' && !privacy.hides(region))) return;
  // Drawn where there is no value.
  const placeholder = element.getAttribute('placeholder') ?? '';
  element.setAttribute('placeholder', region === 'unmasked' ? scrubText(placeholder) : dots(placeholder));
  for (const option of element.querySelectorAll('option')) option.textContent = MASKED_VALUE;
  if (element.localName === 'select') return;
  const isFilled = 'value' in element && element.value !== '';
  if (element.localName === 'textarea') element.textContent = '';
  Reflect.set(element, 'value', isFilled ? MASKED_VALUE : '');
}

function dropPictures(element: HTMLElement, clone: Document): void {
  const style = clone.defaultView?.getComputedStyle(element);
  for (const name of PICTURE_STYLES) {
    if (style?.getPropertyValue(name).includes('url(')) element.style.setProperty(name, 'none', 'important');
  }
  if (!element.matches('image,feImage')) return;
  for (const name of ['href', 'xlink:href']) element.removeAttribute(name);
}

function dots(text: string): string {
  return text.replace(/\S/g, '•');
}
