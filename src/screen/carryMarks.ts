import type { Mark, Privacy } from '../browser/privacy.ts';

const MARKS: readonly Mark[] = ['mask', 'unmask', 'block'];

/**
 * Marks that the host set at run time are known by the element, which the rasteriser's copy is not, or by a selector, which
 * the copy may not match: the copy is marked in markup. The page's element stays as it is.
 */
export function carryMark(privacy: Privacy, element: Element, copy: Element): void {
  const mark = privacy.markOf(element);
  if (!mark) return;
  for (const each of MARKS) copy.removeAttribute(`data-rewindow-${each}`);
  copy.setAttribute(`data-rewindow-${mark}`, '');
}
