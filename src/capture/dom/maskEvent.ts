import { fieldKind } from '../../browser/fields.ts';
import { BLOCK, closestAcross, elementOf, IGNORE, UNREADABLE } from '../../browser/marks.ts';
import { scrubText, scrubUrl } from '../../tools/scrub.ts';
import { isInputChange, isMeta, isMutation, isSnapshot, NODE } from './event.ts';
import type { DomEvent, Mutation, SerializedNode } from './event.ts';
import { GONE, maskAttributes, maskText } from './maskAttributes.ts';

/** Finds the page's node of an id. */
export type FindNode = (id: number) => Node | null;

/** Of a secret field not even the length is told. */
const SECRET_VALUE = '********';
/** Elements whose text is the value of a field, or may become it. */
const VALUES = new Set(['textarea', 'option']);

/**
 * Second line behind the recorder's own masking: what that leaves readable (attributes, hidden fields, values of choices,
 * default texts of text areas, addresses, card numbers and e-mail addresses in text) is masked here. Changes the event in
 * place; false where nothing of it may be kept.
 */
export function maskEvent(event: DomEvent, findNode: FindNode): boolean {
  const { data } = event;
  if (isMeta(data)) data.href = scrubUrl(data.href);
  else if (isSnapshot(data)) maskNode(data.node, { isMasked: false, isValue: false });
  else if (isMutation(data)) return maskMutation(data, findNode);
  else if (isInputChange(data)) {
    const element = elementOf(findNode(data.id));
    if (element && closestAcross(element, `${BLOCK},${IGNORE}`)) return false;
    data.text = maskValue(data.text, element);
  }
  return true;
}

/** A field's value as it may be recorded. */
export function maskValue(value: string, element: Element | undefined): string {
  if (value === '' || (element && closestAcross(element, IGNORE))) return '';
  return element && fieldKind(element) === 'secret' ? SECRET_VALUE : maskText(value);
}

/** Nodes that have been made unreadable since they were recorded first are caught here, too. */
function maskMutation(mutation: Mutation, findNode: FindNode): boolean {
  const regionOf = (id: number) => {
    const element = elementOf(findNode(id));
    return {
      element,
      isMasked: element !== undefined && closestAcross(element, UNREADABLE) !== undefined,
      isValue: element !== undefined && VALUES.has(element.localName),
    };
  };
  for (const text of mutation.texts) {
    if (text.value === null) continue;
    const region = regionOf(text.id);
    // Of an element that is gone already nothing is known: only what can't be read passes.
    text.value = region.element ? maskedText(text.value, region) : maskText(text.value);
  }
  for (const { id, attributes } of mutation.attributes) {
    const { element, isMasked } = regionOf(id);
    if (element) maskAttributes(attributes, { tagName: element.localName, type: typeOf(element), isMasked });
    else maskAttributes(attributes, { tagName: GONE, type: '', isMasked: true });
  }
  // The recorder takes up the documents of blocked frames all the same.
  mutation.adds = mutation.adds.filter(({ parentId }) => {
    const parent = elementOf(findNode(parentId));
    return !parent || !closestAcross(parent, BLOCK);
  });
  for (const { parentId, node } of mutation.adds) maskNode(node, regionOf(parentId));
  return !mutation.isAttachIframe || mutation.adds.length > 0;
}

interface Region {
  isMasked: boolean;
  /** The text is what a field holds. */
  isValue: boolean;
}

/** Iterates, so that a deep document can't overflow the stack. */
function maskNode(root: SerializedNode, region: Region): void {
  const pending: { node: SerializedNode; region: Region }[] = [{ node: root, region }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node } = next;
    if (node.type === NODE.text && node.textContent !== undefined) {
      node.textContent = maskedText(node.textContent, next.region);
    }
    const inner = node.type === NODE.element ? maskElement(node, next.region) : next.region;
    if (inner) for (const child of node.childNodes ?? []) pending.push({ node: child, region: inner });
  }
}

/** The region that the element's children are in; none where they hold nothing that people read. */
function maskElement(node: SerializedNode, region: Region): Region | undefined {
  const { tagName = '', attributes = {} } = node;
  if (tagName === 'style' || tagName === 'script') return undefined;
  const isMasked = region.isMasked || 'data-rewindow-mask' in attributes || isEditable(attributes['contenteditable']);
  const type = typeof attributes['type'] === 'string' ? attributes['type'].toLowerCase() : '';
  maskAttributes(attributes, { tagName, type, isMasked });
  return { isMasked, isValue: VALUES.has(tagName) };
}

function isEditable(value: unknown): boolean {
  return typeof value === 'string' && value.toLowerCase() !== 'false';
}

function maskedText(text: string, { isMasked, isValue }: Region): string {
  return isMasked || isValue ? maskText(text) : scrubText(text);
}

function typeOf(element: Element): string {
  return (element.getAttribute('type') ?? '').toLowerCase();
}
