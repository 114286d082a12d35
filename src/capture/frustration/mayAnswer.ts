import { isButton, isField, isTextEntry } from '../../browser/fields.ts';
import { closestAcross } from '../../browser/marks.ts';

const INTERACTIVE =
  'a[href],button,summary,input,[onclick],[role=button],[role=link],[role=tab],[role^=menuitem],[role=option],[role=switch]';
/** What answers where nobody can see it, or opens elsewhere, or is switched off. */
const SILENT =
  'label,select,option,canvas,video,audio,:disabled,[aria-disabled=true],[contenteditable],' +
  'a[download],a[target]:not([target=_self])';

/** A click here ought to change something that can be seen: it is on something interactive, or looks as if. */
export function mayAnswer(element: Element, event: MouseEvent, window: Window): boolean {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return false;
  if (closestAcross(element, SILENT) || (isField(element) && !isButton(element))) return false;
  const link = linkOf(element);
  // Mail and telephone: other programs open them.
  if (link && !/^(https?|javascript):/.test(link)) return false;
  return closestAcross(element, INTERACTIVE) !== undefined || window.getComputedStyle(element).cursor === 'pointer';
}

/**
 * The browser itself goes elsewhere after this click or submission, however long that takes. To be asked when the page has
 * seen the event, because it may have prevented that.
 */
export function leaves(event: Event, element: Element, { href }: Location): boolean {
  if (event.defaultPrevented) return false;
  if (event.type === 'submit') return true;
  const link = linkOf(element);
  return link !== undefined && /^https?:/.test(link) && link.split('#')[0] !== href.split('#')[0];
}

/** In a row of clicks the second and third select text: that is what they are for, and no rage. */
export function selectsText(element: Element, window: Window): boolean {
  return isTextEntry(element) || window.getSelection()?.type === 'Range';
}

function linkOf(element: Element): string | undefined {
  const link = closestAcross(element, 'a[href]');
  return link && 'href' in link && typeof link.href === 'string' ? link.href : undefined;
}
