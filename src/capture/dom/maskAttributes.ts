import { scrubEncoded, scrubUrl } from '../../tools/scrub.ts';
import type { Attributes } from './event.ts';

const FIELDS = new Set(['input', 'textarea', 'select', 'option']);
/** Attributes that are read by people. */
const READABLE = [
  ...['placeholder', 'title', 'alt', 'label', 'summary', 'content'],
  ...['aria-label', 'aria-description', 'aria-placeholder', 'aria-roledescription', 'aria-valuenow', 'aria-valuetext'],
];
/** Stands for the name of an element that is no longer there: only what can't be read passes then. */
export const GONE = '';
/** Addresses that lead somewhere; those of images and styles stay, the replay needs them. */
const ADDRESSES: Readonly<Record<string, string[]>> = {
  a: ['href', 'xlink:href', 'ping'],
  area: ['href', 'ping'],
  iframe: ['src', 'rr_src'],
  frame: ['src', 'rr_src'],
  object: ['data'],
  embed: ['src'],
  form: ['action'],
  button: ['formaction'],
  input: ['formaction'],
  [GONE]: ['href', 'xlink:href', 'ping', 'src', 'rr_src', 'data', 'action', 'formaction'],
};
/** What the replay needs as it is to look like the page: `@` and long numbers are nobody's there (`logo@2x.png`). */
const LOOKS = new Set([
  ...['class', 'style', '_cssText', 'src', 'srcset', 'rr_src', 'href', 'xlink:href', 'poster'],
  ...['d', 'points', 'transform', 'viewBox', 'values', 'path'],
]);
/** Cheap: nearly all attributes have nothing of it. */
const EMAIL_LENGTH_MIN = 5;
const PERSONAL = /@|%40|\d(?:[ \u00a0-]?\d|%20\d|%2d\d){12}/i;
const BUTTONS = new Set(['submit', 'button', 'reset', 'image']);

/** What masking has to know of the element that attributes belong to. */
export interface AttributeOwner {
  tagName: string;
  /** Type of an input, in lower case; empty where there is none. */
  type: string;
  /** Inside a region that is marked to be masked. */
  isMasked: boolean;
}

/** Changes in place: attributes are the recorder's own copy. */
export function maskAttributes(attributes: Attributes, owner: AttributeOwner): void {
  const isField = FIELDS.has(owner.tagName);
  const isButton = BUTTONS.has(owner.type);
  if (owner.isMasked || (isField && !isButton)) maskNamed(attributes, ['value']);
  if (isField || owner.isMasked) maskNamed(attributes, READABLE);
  scrubNamed(attributes, ADDRESSES[owner.tagName] ?? [], scrubUrl);
  scrubNamed(attributes, Object.keys(attributes).filter(isScrubbed), scrubPersonal);
  // The frame's document is recorded by itself, masked; its source is not.
  if (owner.tagName === 'iframe' || owner.tagName === GONE) delete attributes['srcdoc'];
  if (owner.tagName === 'option') delete attributes['selected'];
}

function isScrubbed(name: string): boolean {
  return !LOOKS.has(name);
}

function scrubPersonal(text: string): string {
  return text.length >= EMAIL_LENGTH_MIN && PERSONAL.test(text) ? scrubEncoded(text) : text;
}

/** Asterisks of the same shape. */
export function maskText(text: string): string {
  return text.replace(/\S/g, '*');
}

function maskNamed(attributes: Attributes, names: string[]): void {
  scrubNamed(attributes, names, maskText);
}

function scrubNamed(attributes: Attributes, names: string[], scrub: (text: string) => string): void {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === 'string' && value !== '') attributes[name] = scrub(value);
  }
}
