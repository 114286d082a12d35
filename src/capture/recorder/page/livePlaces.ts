import { matches } from '../../../browser/marks.ts';
import type { Privacy } from '../../../browser/privacy.ts';
import type { Stoppable } from '../../../tools/stop.ts';
import type { Dirty } from '../tree/dirty.ts';
import type { Place } from '../tree/page.ts';
import { enterPlace } from './places.ts';
import { kindOf } from './read.ts';
import { readSelectors } from './selectors.ts';

/** Where nodes stand, and whether they still stand there. */
export interface LivePlaces extends Stoppable {
  enter(outer: Place, node: Node): Place;
  /** Attributes of which a change may change where an element stands. */
  attributes(): ReadonlySet<string>;
  /** An attribute has changed; cheap, whatever it is. */
  mark(element: Element, attribute: string): void;
  /**
   * Marks what is left to mark, before anything is told in a slice. True where every place may be another one by now: the
   * recording has to begin anew.
   */
  settle(): boolean;
}

const SWEEP_COUNT = 1_000;

export function createLivePlaces(deps: { privacy: Privacy; dirty: Dirty<Node>; want(): void }): LivePlaces {
  const { privacy, dirty, want } = deps;
  let reach = readSelectors(privacy.selectors());
  let isVoid = false;
  /** Elements of which attributes have changed that selectors take for what is below. */
  const changed = new Set<ParentNode>();
  const reached = createReached(dirty);
  const marks = privacy.onMark((element) => {
    if (element) dirty.places.add(element);
    else isVoid = true;
    want();
  });
  const far = () => [reach.down, reach.wide].filter(Boolean).join();
  return {
    enter(outer, node) {
      if ((reach.down !== '' || reach.wide !== '') && kindOf(node) === Node.ELEMENT_NODE) {
        reached.note(node as Element, far());
      }
      return enterPlace(privacy, outer, node);
    },
    attributes: () => reach.attributes,
    mark(element, attribute) {
      if (!reach.attributes.has(attribute)) return;
      dirty.places.add(element);
      if (reach.down !== '') changed.add(element);
    },
    settle() {
      if (isVoid) {
        isVoid = false;
        reach = readSelectors(privacy.selectors());
        changed.clear();
        return true;
      }
      if (reach.wide !== '') for (const root of dirtyRoots(dirty)) changed.add(root);
      if (changed.size === 0) return false;
      for (const scope of changed) for (const found of scope.querySelectorAll(far())) dirty.places.add(found);
      changed.clear();
      reached.mark();
      return false;
    },
    stop() {
      marks.stop();
    },
  };
}

/** Elements that selectors of the far-reaching kind matched when they were told. */
function createReached(dirty: Pick<Dirty<Node>, 'places'>) {
  const elements = new Set<Element>();
  let sweepAt = SWEEP_COUNT;
  const sweep = () => {
    for (const element of elements) if (!element.isConnected) elements.delete(element);
    sweepAt = SWEEP_COUNT + 2 * elements.size;
  };
  return {
    note(element: Element, selector: string) {
      if (!matches(element, selector)) return;
      elements.add(element);
      if (elements.size > sweepAt) sweep();
    },
    mark() {
      sweep();
      for (const element of elements) dirty.places.add(element);
    },
  };
}

/** Selectors never reach out of a document or a shadow root. */
function dirtyRoots({ children, texts, attributes }: Dirty<Node>): Set<ParentNode> {
  const roots = new Set<ParentNode>();
  for (const nodes of [children, texts, attributes.keys()]) {
    for (const node of nodes) {
      const root = node.getRootNode();
      if (isParent(root)) roots.add(root);
    }
  }
  return roots;
}

function isParent(node: Node): node is Node & ParentNode {
  return 'querySelectorAll' in node;
}
