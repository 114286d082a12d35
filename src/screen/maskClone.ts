import { fieldKind, isField } from '../browser/fields.ts';
import { BLOCK, EDITABLE, isElement, MASK } from '../browser/marks.ts';
import { scrubText } from '../tools/scrub.ts';
import { drawGreyBox } from './greyBox.ts';

/** Always the same length: the image must not tell how long a value is. */
const MASKED_VALUE = '••••••••';

/**
 * Makes the rasteriser's copy of the page fit to be seen: values of fields and marked text become dots, blocked parts and
 * what can't be drawn become grey boxes, e-mail addresses and card numbers go. Works on the copy only.
 */
export function maskClone(clone: Document): void {
  const boxes: [Element, string][] = [];
  const pending: { node: Node; isMasked: boolean }[] = [{ node: clone.documentElement, isMasked: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, isMasked } = next;
    if (node.nodeType === Node.TEXT_NODE) maskText(node, isMasked);
    // By type: the copy's elements were made in the page's window and moved.
    const element = isElement(node) ? node : undefined;
    const label = element && greyLabel(element, clone);
    if (element && label !== undefined) boxes.push([element, label]);
    if (label !== undefined || ['style', 'script'].includes(element?.localName ?? '')) continue;
    const isMaskedInside = isMasked || (element?.matches(`${MASK},${EDITABLE}`) ?? false);
    if (element && isField(element)) maskField(element, isMaskedInside);
    const inside = [...node.childNodes, ...(element?.shadowRoot?.childNodes ?? [])];
    for (const child of inside) pending.push({ node: child, isMasked: isMaskedInside });
  }
  // Last, because a box takes its size from the layout.
  for (const [element, label] of boxes) drawGreyBox(element, label);
}

/** What stands in place of an element, undefined where the element itself may be drawn. */
function greyLabel(element: HTMLElement, clone: Document): string | undefined {
  if (element.matches(BLOCK)) return '';
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

function maskField(element: HTMLElement, isMasked: boolean): void {
  const kind = fieldKind(element);
  if (kind === 'choice' || (kind === 'button' && !isMasked)) return;
  // Drawn where there is no value.
  element.setAttribute('placeholder', dots(element.getAttribute('placeholder') ?? ''));
  for (const option of element.querySelectorAll('option')) option.textContent = MASKED_VALUE;
  if (element.localName === 'select') return;
  const isFilled = 'value' in element && element.value !== '';
  if (element.localName === 'textarea') element.textContent = '';
  Reflect.set(element, 'value', isFilled ? MASKED_VALUE : '');
}

function dots(text: string): string {
  return text.replace(/\S/g, '•');
}
