import type { Privacy, Region } from '../../browser/privacy.ts';
import { elementOf } from '../../browser/marks.ts';

/** Finds the page's node of an id. */
export type FindNode = (id: number) => Node | null;

/** What the texts in an element are: read by people, the value of a field, a style sheet, or nothing that is shown. */
type Content = 'text' | 'value' | 'style' | 'nothing';

/** Where a recorded node stands. */
export interface Place {
  region: Region;
  content: Content;
}

/** Looks up places for one event, each at most once: the next one may find the page changed. */
export interface Places {
  privacy: Privacy;
  /** Where the document stands. */
  top: Place;
  /** The element of a node: itself, or what it is the text of. */
  find(id: number): Element | undefined;
  /** Where a node stands by what the page is now; of one that is gone nothing may be read. */
  of(id: number): Place;
  /** Where the children of an element stand, given where it stands itself. */
  enter(outer: Place, id: number, tagName: string): Place;
}

const CONTENTS: ReadonlyMap<string, Content> = new Map([
  ['textarea', 'value'],
  ['option', 'value'],
  ['style', 'style'],
  ...['script', 'noscript', 'iframe', 'noembed', 'noframes'].map((name) => [name, 'nothing'] as const),
]);
const TOP: Place = { region: 'plain', content: 'text' };
const UNKNOWN: Place = { region: 'masked', content: 'text' };

export function createPlaces(findNode: FindNode, privacy: Privacy): Places {
  const known = new Map<Element, Place>();
  const keep = (element: Element, region: Region, tagName = element.localName) => {
    const place = { region, content: CONTENTS.get(tagName) ?? 'text' };
    known.set(element, place);
    return place;
  };
  const placeOf = (element: Element): Place => {
    const found = known.get(element);
    if (found) return found;
    const outer = element.parentElement && known.get(element.parentElement);
    return keep(element, outer ? privacy.enter(outer.region, element) : privacy.region(element));
  };
  const find = (id: number) => elementOf(findNode(id));
  return {
    privacy,
    top: TOP,
    find,
    of(id) {
      const node = findNode(id);
      if (!node) return UNKNOWN;
      const element = elementOf(node);
      return element ? placeOf(element) : TOP;
    },
    enter(outer, id, tagName) {
      const element = find(id);
      return element ? keep(element, privacy.enter(outer.region, element), tagName) : UNKNOWN;
    },
  };
}
