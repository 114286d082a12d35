import type { Privacy } from '../../../browser/privacy.ts';
import { maskText } from '../../../tools/mask.ts';
import { scrubText } from '../../../tools/scrub.ts';
import { NODE, type Attributes, type SerializedNode } from '../../domEvent.ts';
import { maskCss } from '../../masking/maskCss.ts';
import { maskValue } from '../../masking/maskValue.ts';
import { FRAME_DOCUMENT, type Place } from '../tree/page.ts';
import { absoluteUrls } from '../sheets/absoluteUrls.ts';
import { shadowRootOf } from './children.ts';
import type { ElementAttributes } from './elementAttributes.ts';
import { contentOf, IN_FRAME, IN_SVG, isBlocked, regionOf, SHADOW_CHILD } from './places.ts';
import { attributeOf, kindOf, nameOf, ownerOf, parentOf } from './read.ts';

const DOCUMENT = 0;
const DOCTYPE = 1;
const ODD_NAME = /[^a-z0-9\-_:]/;

export interface DescribeDeps {
  privacy: Privacy;
  attributes: ElementAttributes;
  /** The id of a document that is told. */
  idOf(node: Node): number | undefined;
  cssTextOf(node: Element | Text): string | undefined;
  hasScrolled(element: Element): boolean;
}

/** A node as rrweb serialises it, without those below it. */
export function describeNode(deps: DescribeDeps, node: Node, id: number, place: Place): SerializedNode {
  const told = describe(deps, node, id, place);
  if ((place & IN_FRAME) !== 0 && (place & FRAME_DOCUMENT) === 0) {
    Object.assign(told, { rootId: deps.idOf(ownerOf(node) as Document) });
  }
  if ((place & SHADOW_CHILD) !== 0) Object.assign(told, { isShadow: true });
  return told;
}

function describe(deps: DescribeDeps, node: Node, id: number, place: Place): SerializedNode {
  switch (kindOf(node)) {
    case Node.ELEMENT_NODE:
      return describeElement(deps, node as Element, id, place);
    case Node.DOCUMENT_NODE:
      return describeDocument(node as Document, id, place);
    case Node.DOCUMENT_TYPE_NODE: {
      const { name, publicId, systemId } = node as DocumentType;
      return Object.assign({ type: DOCTYPE, id }, { name, publicId, systemId });
    }
    default: {
      const told = { type: NODE.text, id, textContent: describeText(deps, node as Text, place) };
      // Who replays it makes the states visible that it can't bring about, such as that of being pointed to.
      return contentOf(place) === 'style' ? Object.assign(told, { isStyle: true }) : told;
    }
  }
}

/**
 * Who replays the document of a frame looks for its first child where it is to be one without a doctype, and would fail over
 * one that comes without any.
 */
function describeDocument({ compatMode }: Document, id: number, place: Place): SerializedNode {
  const isOld = compatMode !== 'CSS1Compat' && (place & FRAME_DOCUMENT) === 0;
  return { type: DOCUMENT, id, childNodes: [], ...(isOld && { compatMode }) };
}

function describeElement(deps: DescribeDeps, element: Element, id: number, place: Place): SerializedNode {
  const name = nameOf(element).toLowerCase();
  const tagName = ODD_NAME.test(name) ? 'div' : name;
  const isBox = isBlocked(place);
  const attributes = isBox ? boxOf(element) : deps.attributes.all(element, tagName, place);
  const told: SerializedNode & Record<string, unknown> = {
    type: NODE.element,
    id,
    tagName,
    attributes,
    childNodes: [],
  };
  if ((place & IN_SVG) !== 0) told['isSVG'] = true;
  if (tagName.includes('-') && ownerOf(element)?.defaultView?.customElements.get(tagName)) told['isCustom'] = true;
  if (isBox) return told;
  if (shadowRootOf(element)) told['isShadowHost'] = true;
  addState(deps, element, tagName, attributes);
  return told;
}

/** What the element is like that no attribute says. */
function addState(deps: DescribeDeps, element: Element, tagName: string, attributes: Attributes): void {
  switch (tagName) {
    case 'style':
    case 'link':
      addRules(deps, element, tagName, attributes);
      break;
    case 'video':
    case 'audio': {
      const { paused, currentTime, playbackRate, muted, loop, volume } = element as HTMLMediaElement;
      Object.assign(attributes, {
        ...{ rr_mediaState: paused ? 'paused' : 'played', rr_mediaCurrentTime: currentTime, rr_mediaMuted: muted },
        ...{ rr_mediaPlaybackRate: playbackRate, rr_mediaLoop: loop, rr_mediaVolume: volume },
      });
    }
  }
  // Reading where an element is scrolled to makes the browser lay the page out.
  if (!deps.hasScrolled(element)) return;
  const { scrollLeft, scrollTop } = element;
  if (scrollLeft) attributes['rr_scrollLeft'] = scrollLeft;
  if (scrollTop) attributes['rr_scrollTop'] = scrollTop;
}

function addRules(deps: DescribeDeps, element: Element, tagName: string, attributes: Attributes): void {
  const rules = deps.cssTextOf(element);
  if (rules === undefined) return;
  attributes['_cssText'] = rules;
  if (tagName === 'style') return;
  delete attributes['rel'];
  delete attributes['href'];
}

/** All that is known of a blocked element. */
function boxOf(element: Element): Attributes {
  const { width, height } = element.getBoundingClientRect();
  const className = attributeOf(element, 'class');
  return {
    ...(className !== null && { class: className }),
    ...{ rr_width: `${String(width)}px`, rr_height: `${String(height)}px` },
  };
}

/** A text as it is told. Where scripts have changed a style sheet, its rules stand for its text. */
export function describeText(deps: DescribeDeps, text: Text, place: Place): string {
  const rules = contentOf(place) === 'style' ? deps.cssTextOf(text) : undefined;
  return rules ?? maskedText(deps, text, place);
}

function maskedText({ privacy }: DescribeDeps, text: Text, place: Place): string {
  const isHidden = privacy.hides(regionOf(place));
  switch (contentOf(place)) {
    case 'style': {
      const css = absoluteUrls(text.data, text.baseURI);
      return maskCss(css, isHidden && privacy.mode() === 'inputs' ? 'text' : privacy.mode());
    }
    case 'field': {
      const field = parentOf(text) as HTMLTextAreaElement | null;
      return field ? maskValue(field.value, field, privacy) : '';
    }
    case 'value':
      return maskText(text.data);
    case 'text':
      return isHidden ? maskText(text.data) : scrubText(text.data);
  }
}
