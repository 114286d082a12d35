import type { Mark, Privacy } from '../browser/privacy.ts';
import type { Stoppable } from '../tools/stop.ts';

const MARKS: readonly Mark[] = ['mask', 'unmask', 'block'];

/**
 * Marks that the host set at run time are known by the element, which the rasteriser's copy is not, or by a selector, which
 * the copy may not match. `carry` is told of each element just before it is copied, and sees to it that the copy is marked in
 * markup; the page's element stays as it is for everybody else.
 */
export function createMarkCarrier(privacy: Privacy): Stoppable & { carry(element: Element): void } {
  const prepared = new Set<Element>();
  return {
    carry(element) {
      const mark = privacy.markOf(element);
      if (!mark || element.hasAttribute(`data-rewindow-${mark}`)) return;
      prepared.add(element);
      const cloneNode = (deep?: boolean): Node => {
        const copy = Node.prototype.cloneNode.call(element, deep);
        for (const each of MARKS) {
          if (copy instanceof Element) copy.removeAttribute(`data-rewindow-${each}`);
        }
        if (copy instanceof Element) copy.setAttribute(`data-rewindow-${mark}`, '');
        return copy;
      };
      Reflect.defineProperty(element, 'cloneNode', { configurable: true, value: cloneNode });
    },
    stop() {
      for (const element of prepared) Reflect.deleteProperty(element, 'cloneNode');
      prepared.clear();
    },
  };
}
