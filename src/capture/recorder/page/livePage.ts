import type { Privacy } from '../../../browser/privacy.ts';
import type { Stoppable } from '../../../tools/stop.ts';
import type { Dirty } from '../tree/dirty.ts';
import type { Page } from '../tree/page.ts';
import { createAddresses } from './addresses.ts';
import { recordedChildren } from './children.ts';
import { describeNode, describeText } from './describe.ts';
import { createElementAttributes } from './elementAttributes.ts';
import { createLivePlaces, type LivePlaces } from './livePlaces.ts';
import { isBlocked } from './places.ts';
import { kindOf, parentOf } from './read.ts';

interface LivePageDeps {
  privacy: Privacy;
  dirty: Dirty<Node>;
  /** The id of a node that is told. */
  idOf(node: Node): number | undefined;
  sheets: {
    /**
     * Asked when a `link`, a `style` or a text in a `style` is told: its rules as one text, masked, with whole addresses, to be
     * told with the element or in the text's place; undefined where there is nothing to tell beyond what the tree tells.
     */
    cssTextOf(node: Element | Text): string | undefined;
  };
  /** Whether an element may be scrolled to anywhere but its beginning: only then it is asked, which costs a layout. */
  hasScrolled(element: Element): boolean;
  /** Something is marked as dirty. */
  want(): void;
}

/** The page that the visitor has before them, masked as it is read: nothing that is told of it has to be gone through again. */
interface LivePage extends Page<Node>, Stoppable {
  /**
   * Attributes of which a change may change where an element stands. `markPlaces` takes any attribute and marks those elements;
   * `settlePlaces` marks the rest at the beginning of a slice, before anything is told. True where the recording has to begin
   * anew, because the host has marked more, or the mode is a stricter one.
   */
  attributesOfPlaces: LivePlaces['attributes'];
  markPlaces: LivePlaces['mark'];
  settlePlaces: LivePlaces['settle'];
  /**
   * Some attributes ask for more than being told when they change:
   * - `src` of a frame: nothing; its document comes with `load`, its children are dirty then.
   * - `rel`, `href`, `media`, `disabled`, `type` of a link, `media`, `type` of a style: its sheet is another one; the keeper of
   *   the sheets has to be told, and tells the rules.
   * - what `affectsKeeping` names, also of elements that aren't told: the parent's children are dirty.
   * - `type` of an input tells its value, too. A password is noted when it is told; `privacy.watch` sees the others.
   */
  attributes: Page<Node>['attributes'];
}

export function createLivePage(deps: LivePageDeps): LivePage {
  const attributes = createElementAttributes({ privacy: deps.privacy, addresses: createAddresses() });
  const places = createLivePlaces(deps);
  const parts = { ...deps, attributes, cssTextOf: deps.sheets.cssTextOf };
  return {
    childrenOf: recordedChildren,
    parentOf: (node) => parentOf(node) ?? hostOf(node),
    enter: places.enter,
    describe: (node, id, place) => describeNode(parts, node, id, place),
    attributes(node, names, place) {
      if (isBlocked(place)) return undefined;
      const told = attributes.some(node as Element, names, place);
      return Object.keys(told).length > 0 ? told : undefined;
    },
    text: (node, place) => describeText(parts, node as Text, place),
    attributesOfPlaces: places.attributes,
    markPlaces: places.mark,
    settlePlaces: places.settle,
    stop: places.stop,
  };
}

function hostOf(root: Node): Element | null {
  switch (kindOf(root)) {
    case Node.DOCUMENT_NODE:
      return (root as Document).defaultView?.frameElement ?? null;
    case Node.DOCUMENT_FRAGMENT_NODE:
      return 'host' in root ? (root as ShadowRoot).host : null;
    default:
      return null;
  }
}
