import { scrubText, scrubUrl } from '../../tools/scrub.ts';
import type { Attributes } from './event.ts';

const FIELDS = new Set(['input', 'textarea', 'select', 'option']);
/** Attributes that are read by people. */
const READABLE = ['placeholder', 'title', 'alt', 'aria-label', 'aria-description', 'aria-valuetext', 'label'];
/** Addresses that lead somewhere; those of images and styles stay, the replay needs them. */
const ADDRESSES: Readonly<Record<string, string[]>> = {
  a: ['href', 'ping'],
  area: ['href', 'ping'],
  form: ['action'],
  button: ['formaction'],
  input: ['formaction'],
};
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
  if (isField && !(isButton && !owner.isMasked)) maskNamed(attributes, ['value']);
  if (isField || owner.isMasked) maskNamed(attributes, READABLE);
  else scrubNamed(attributes, READABLE, scrubText);
  scrubNamed(attributes, ADDRESSES[owner.tagName] ?? [], scrubUrl);
  // The frame's document is recorded by itself, masked; its source is not.
  if (owner.tagName === 'iframe') delete attributes['srcdoc'];
  if (owner.tagName === 'option') delete attributes['selected'];
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
