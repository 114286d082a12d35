import type { Privacy, Region } from '../../../browser/privacy.ts';
import { FRAME_DOCUMENT, SHADOW_ROOT, type Place } from '../tree/page.ts';
import { kindOf, nameOf, spaceOf } from './read.ts';

/** What the texts in an element are: read by people, a label of a choice, what a text area holds, or a style sheet. */
export type Content = 'text' | 'value' | 'field' | 'style';

const REGIONS: readonly Region[] = ['plain', 'masked', 'unmasked', 'blocked'];
const CONTENTS: readonly Content[] = ['text', 'value', 'field', 'style'];
const TWO_BITS = 3;
const CONTENT_SHIFT = 2;
/** Below the document of a frame. */
export const IN_FRAME = 1 << 4;
/** An element of a drawing. */
export const IN_SVG = 1 << 5;
/** Right below a shadow root. */
export const SHADOW_CHILD = 1 << 6;

const INHERITED = 63;
const SVG = 'http://www.w3.org/2000/svg';
const NAMED: ReadonlyMap<string, Content> = new Map([
  ['option', 'value'],
  ['textarea', 'field'],
  ['style', 'style'],
]);

type Enter = Pick<Privacy, 'enter'>;

export function regionOf(place: Place): Region {
  return REGIONS[place & TWO_BITS] ?? 'blocked';
}

export function contentOf(place: Place): Content {
  return CONTENTS[(place >> CONTENT_SHIFT) & TWO_BITS] ?? 'text';
}

export function isBlocked(place: Place): boolean {
  return (place & TWO_BITS) === REGIONS.indexOf('blocked');
}

/** Where a node stands that is below another one. An element's marks are looked at once; all else stands where its parent does. */
export function enterPlace(privacy: Enter, outer: Place, node: Node): Place {
  const inherited = outer & INHERITED;
  const kind = kindOf(node);
  if (kind === Node.DOCUMENT_NODE) return inherited | IN_FRAME | FRAME_DOCUMENT;
  if (kind === Node.DOCUMENT_FRAGMENT_NODE) return inherited | SHADOW_ROOT;
  const own = (outer & SHADOW_ROOT) === 0 ? inherited : inherited | SHADOW_CHILD;
  return kind === Node.ELEMENT_NODE ? enterElement(privacy, own, node as Element) : own;
}

/** Where it stands, if it could not be found out what of it may be told. */
export function blockedPlace(outer: Place, node: Node): Place {
  return enterPlace({ enter: () => 'blocked' }, outer, node);
}

function enterElement(privacy: Enter, outer: Place, element: Element): Place {
  const name = nameOf(element);
  const region = REGIONS.indexOf(privacy.enter(regionOf(outer), element));
  // What stands in a choice is its label, however deep.
  const isSvg = spaceOf(element) === SVG;
  // A drawing has style sheets, but whatever else has such a name there is no field.
  const named = isSvg && name !== 'style' ? undefined : NAMED.get(name);
  const content = named ?? (contentOf(outer) === 'value' ? 'value' : 'text');
  const kept = outer & (IN_FRAME | SHADOW_CHILD);
  return kept | region | (CONTENTS.indexOf(content) << CONTENT_SHIFT) | (isSvg ? IN_SVG : 0);
}
