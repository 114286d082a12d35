/** The attributes by which a page says what must not be recorded. They work on an element and on everything inside it. */

/** Text becomes asterisks, its shape stays. */
export const MASK = '[data-rewindow-mask]';
/** Nothing but the size of the box is recorded. */
export const BLOCK = '[data-rewindow-block]';
/** What the user does here is not recorded. */
export const IGNORE = '[data-rewindow-ignore]';
/** Editable text is what a user types: masked like an input. */
export const EDITABLE = '[contenteditable]:not([contenteditable="false" i])';
/** Everywhere that text must not be readable. */
export const UNREADABLE = `${MASK},${BLOCK},${EDITABLE}`;

/** The nearest ancestor (or the element itself) that matches, out of open shadow roots, too. */
export function closestAcross(element: Element, selector: string): Element | undefined {
  for (let next: Element | undefined = element; next; next = hostOf(next)) {
    const found = next.closest(selector);
    if (found) return found;
  }
  return undefined;
}

function hostOf(element: Element): Element | undefined {
  const root = element.getRootNode();
  return 'host' in root && root.host instanceof Element ? root.host : undefined;
}
