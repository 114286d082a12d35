import { isButton, isField } from '../browser/fields.ts';
import { matches } from '../browser/marks.ts';
import type { Privacy, Region } from '../browser/privacy.ts';
import { scrubText } from '../tools/scrub.ts';

/** What an element is called in a record: to find it again, and to read it in a list. */
export interface TargetName {
  selector: string;
  label?: string;
  field?: string;
}

const LABEL_LENGTH_MAX = 80;
const PATH_LENGTH_MAX = 5;
const TEST_ID = 'data-testid';
/** Elements whose text says what they do. */
const LABELLED = 'button,a[href],label,summary,[role="button"],[role="link"],[role="tab"],[role="menuitem"]';

/** Of what is blocked only the block itself is named. */
export function nameTarget(target: Element, privacy: Privacy): TargetName {
  const region = privacy.region(target);
  const element = (region === 'blocked' ? privacy.blockOf(target) : undefined) ?? target;
  const label = privacy.hides(region) ? '' : labelOf(element, privacy);
  const field = isField(element) ? (element.getAttribute('name') ?? element.id) : '';
  return {
    selector: selectorOf(element),
    ...(label === '' ? {} : { label }),
    ...(field === '' ? {} : { field: scrubText(field) }),
  };
}

/** By id, test id or name where there is one, else a path of up to five steps from the nearest ancestor that has one. */
export function selectorOf(element: Element): string {
  const steps: string[] = [];
  for (let next: Element | null = element; next && steps.length < PATH_LENGTH_MAX; next = next.parentElement) {
    const anchor = anchorOf(next);
    steps.unshift(anchor ?? stepOf(next));
    if (anchor !== undefined) break;
  }
  return scrubText(steps.join(' > '));
}

/** Ids with long numbers are made up by frameworks and differ with every load. */
function anchorOf(element: Element): string | undefined {
  // Not `element.id`: that of a form may be one of its fields.
  const id = element.getAttribute('id');
  if (id && !/\d{4}|[:«]/.test(id)) return `#${CSS.escape(id)}`;
  const testId = element.getAttribute(TEST_ID);
  if (testId) return `[${TEST_ID}="${CSS.escape(testId)}"]`;
  const name = isField(element) ? element.getAttribute('name') : null;
  if (name) return `${element.localName}[name="${CSS.escape(name)}"]`;
  return element.localName === 'html' || element.localName === 'body' ? element.localName : undefined;
}

function stepOf(element: Element): string {
  const { localName } = element;
  const name = CSS.escape(localName);
  if (matches(element, ':only-of-type')) return name;
  let place = 1;
  for (let next = element.previousElementSibling; next; next = next.previousElementSibling) {
    if (next.localName === localName) place += 1;
  }
  return `${name}:nth-of-type(${place})`;
}

/** The text of the control that a readable element belongs to; empty where it has none and where it must not be read. */
function labelOf(element: Element, privacy: Privacy): string {
  if (isField(element)) return tidy(fieldLabel(element, privacy));
  const control = element.closest(LABELLED);
  if (!control || privacy.isMasked(control)) return '';
  return tidy(readableText(control, privacy) || (control.getAttribute('aria-label') ?? ''));
}

function fieldLabel(element: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, privacy: Privacy): string {
  if (isButton(element)) return element.value;
  const [label] = element.labels ?? [];
  return label && !privacy.isMasked(label) ? readableText(label, privacy) : '';
}

/** Text of an element without what is masked in it and without fields; reads no more than a label needs. */
function readableText(element: Element, privacy: Privacy): string {
  let text = '';
  const read = (node: Node, outer: Region): void => {
    if (text.length > LABEL_LENGTH_MAX * 2) return;
    if (node instanceof Text) text += node.data;
    if (!(node instanceof Element) || isField(node) || node.matches('script,style')) return;
    const region = privacy.enter(outer, node);
    if (privacy.hides(region)) return;
    text += ' ';
    node.childNodes.forEach((child) => read(child, region));
  };
  const region = privacy.region(element);
  element.childNodes.forEach((child) => read(child, region));
  return text.trim();
}

/** Scrubbed before it is cut: half a card number would pass. */
function tidy(text: string): string {
  return scrubText(text.replace(/\s+/g, ' ').trim()).slice(0, LABEL_LENGTH_MAX);
}
