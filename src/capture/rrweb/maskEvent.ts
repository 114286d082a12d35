import type { Privacy } from '../../browser/privacy.ts';
import { elementOf } from '../../browser/marks.ts';
import { maskText } from '../../tools/mask.ts';
import { scrubText } from '../../tools/scrub.ts';
import { isAction, isInputChange, isMeta, isMutation, isSnapshot, isStyleChange, NODE } from '../domEvent.ts';
import type { DomEvent, Mutation, SerializedNode } from '../domEvent.ts';
import { GONE, maskAttributes } from '../masking/maskAttributes.ts';
import { maskCss, maskStyleChange } from '../masking/maskCss.ts';
import { isUnseen, maskValue } from '../masking/maskValue.ts';
import { createPlaces, type FindNode, type Place, type Places } from './places.ts';

/** What a box keeps of its element. */
const KEPT_BY_BOX = new Set(['class', 'rr_width', 'rr_height']);

/**
 * All masking of the recorder but that of fields' values, which it hands to `maskValue` by itself. Each element is asked
 * about once on the way down a checkpoint, each parent once in a batch of changes. Changes the event in place; false where
 * nothing of it may be kept.
 */
export function maskEvent(event: DomEvent, findNode: FindNode, privacy: Privacy): boolean {
  const { data } = event;
  if (isMeta(data)) data.href = privacy.url(data.href);
  else if (isSnapshot(data)) maskTree(data.node, createPlaces(findNode, privacy), undefined);
  else if (isMutation(data)) return maskMutation(data, createPlaces(findNode, privacy));
  else if (isInputChange(data)) {
    const element = elementOf(findNode(data.id));
    if (element && isUnseen(element, privacy)) return false;
    data.text = maskValue(data.text, element, privacy);
  } else if (isAction(data)) {
    const isSeen = ({ id }: { id?: number }) => {
      const element = elementOf(findNode(id ?? 0));
      return !element || !isUnseen(element, privacy);
    };
    if (data.positions) data.positions = data.positions.filter(isSeen);
    return isSeen(data) && data.positions?.length !== 0;
  } else if (isStyleChange(data)) maskStyleChange(data, privacy.mode());
  return true;
}

function maskMutation(mutation: Mutation, places: Places): boolean {
  const isBlocked = (id: number) => places.of(id).region === 'blocked';
  mutation.texts = mutation.texts.filter(({ id }) => !isBlocked(id));
  mutation.attributes = mutation.attributes.filter(({ id }) => !isBlocked(id));
  mutation.removes = mutation.removes.filter(({ parentId }) => !isBlocked(parentId));
  // The recorder takes up the documents of blocked frames all the same.
  mutation.adds = mutation.adds.filter(({ parentId }) => !isBlocked(parentId));
  for (const text of mutation.texts) {
    if (text.value !== null) text.value = maskedText(text.value, places.of(text.id), places.privacy);
  }
  for (const { id, attributes } of mutation.attributes) {
    const element = places.find(id);
    const owner = { tagName: element?.localName ?? GONE, type: element?.getAttribute('type')?.toLowerCase() ?? '' };
    maskAttributes(attributes, { ...owner, region: places.of(id).region }, places.privacy);
  }
  for (const { parentId, node } of mutation.adds) maskTree(node, places, places.of(parentId));
  return !mutation.isAttachIframe || mutation.adds.length > 0;
}

/** Iterates, so that a deep document can't overflow the stack. */
function maskTree(root: SerializedNode, places: Places, outer: Place | undefined): void {
  const pending: { node: SerializedNode; outer: Place }[] = [{ node: root, outer: outer ?? places.top }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node } = next;
    if (node.type === NODE.text && node.textContent !== undefined) {
      node.textContent = maskedText(node.textContent, next.outer, places.privacy);
    }
    const inner = node.type === NODE.element ? maskElement(node, places, next.outer) : next.outer;
    for (const child of node.childNodes ?? []) pending.push({ node: child, outer: inner });
  }
}

/** Where the element's children stand. */
function maskElement(node: SerializedNode, places: Places, outer: Place): Place {
  const { tagName = '', attributes = {} } = node;
  const place = places.enter(outer, node.id, tagName);
  if (place.region === 'blocked') makeBox(node, places.find(node.id));
  const type = typeof attributes['type'] === 'string' ? attributes['type'].toLowerCase() : '';
  if (type === 'password') notePassword(node, places);
  maskAttributes(node.attributes ?? {}, { tagName, type, region: place.region }, places.privacy);
  return place;
}

/** Asking is enough. */
function notePassword({ id }: SerializedNode, { find, privacy }: Places): void {
  const field = find(id);
  if (field) privacy.fieldKind(field);
}

/** The recorder has done so already where the mark stands in markup. */
function makeBox(node: SerializedNode, element: Element | undefined): void {
  node.childNodes = [];
  const attributes = node.attributes ?? {};
  if (element && !('rr_width' in attributes)) {
    const { width, height } = element.getBoundingClientRect();
    Object.assign(attributes, { rr_width: `${width}px`, rr_height: `${height}px` });
  }
  node.attributes = Object.fromEntries(Object.entries(attributes).filter(([name]) => KEPT_BY_BOX.has(name)));
}

function maskedText(text: string, { region, content }: Place, privacy: Privacy): string {
  if (content === 'style') return maskCss(text, privacy.mode());
  if (content === 'nothing') return '';
  return content === 'value' || privacy.hides(region) ? maskText(text) : scrubText(text);
}
