import type { Privacy } from '../../../browser/privacy.ts';
import { fieldType, isField } from '../../../browser/fields.ts';
import { matches } from '../../../browser/marks.ts';
import type { Attributes } from '../../domEvent.ts';
import { maskAttribute, maskOf, type AttributeMask } from '../../masking/maskAttributes.ts';
import { maskValue } from '../../masking/maskValue.ts';
import type { Addresses } from './addresses.ts';
import { regionOf, IN_SVG } from './places.ts';
import { attributeNames, attributeOf, documentOf, firstOf, nameOf, ownerOf } from './read.ts';
import type { Place } from '../tree/page.ts';

/** What of an element's attributes may be told, masked, with whole addresses. */
export interface ElementAttributes {
  /** All of them, and what a field or a dialog is like that no attribute says. */
  all(element: Element, tagName: string, place: Place): Attributes;
  /** These, as they are now; null where there is none any more. */
  some(element: Element, names: ReadonlySet<string>, place: Place): Attributes;
}

interface Owner extends AttributeMask {
  element: Element;
  document: Document;
  isSvg: boolean;
}

const VALUED = new Set(['input', 'textarea', 'select']);
const CHOICES = new Set(['checkbox', 'radio']);
const BUTTONS = new Set(['submit', 'button', 'reset', 'image']);
const KEPT_META = /^(?:viewport|color-scheme|theme-color)$/i;

export function createElementAttributes(deps: { privacy: Privacy; addresses: Addresses }): ElementAttributes {
  const { privacy, addresses } = deps;
  const ownerOfAttributes = (element: Element, tagName: string, place: Place): Owner => {
    const type = tagName === 'input' ? fieldType(element) : '';
    const document = ownerOf(element) as Document;
    const isSvg = (place & IN_SVG) !== 0;
    return maskOf({ tagName, type, region: regionOf(place), element, document, isSvg }, privacy);
  };
  const put = (attributes: Attributes, name: string, value: string | null, owner: Owner) => {
    const told = toldName(name, owner);
    if (told === undefined) return;
    attributes[told] =
      value === null ? null : maskAttribute(told, addresses.attribute(name, value, owner), owner, privacy);
  };
  return {
    all(element, tagName, place) {
      const attributes: Attributes = {};
      const names = attributeNames(element);
      if (names.length === 0 && !VALUED.has(tagName)) return attributes;
      const owner = ownerOfAttributes(element, tagName, place);
      for (const name of names) put(attributes, name, attributeOf(element, name) ?? '', owner);
      const value = fieldValue(owner, privacy);
      if (value !== undefined) attributes['value'] = value;
      if (isChecked(owner)) attributes['checked'] = true;
      if (tagName === 'dialog' && 'open' in attributes) attributes['rr_open_mode'] = openMode(element);
      return attributes;
    },
    some(element, names, place) {
      const attributes: Attributes = {};
      const owner = ownerOfAttributes(element, nameOf(element).toLowerCase(), place);
      for (const name of names) {
        for (const full of fullNames(name, owner)) put(attributes, full, attributeOf(element, full), owner);
      }
      if (names.has('value') || names.has('type')) {
        const value = fieldValue(owner, privacy);
        if (value !== undefined) attributes['value'] = value;
      }
      if (names.has('checked') && CHOICES.has(owner.type)) attributes['checked'] = isChecked(owner) ? '' : null;
      if (typeof attributes['open'] === 'string' && owner.tagName === 'dialog') {
        attributes['rr_open_mode'] = openMode(element);
      }
      return attributes;
    },
  };
}

/** Under which name an attribute is told; undefined where it isn't. */
function toldName(name: string, { tagName, type, element }: Owner): string | undefined {
  switch (name) {
    // The frame's document is recorded by itself, masked; its source is not.
    case 'srcdoc':
      return undefined;
    case 'src':
      return tagName !== 'iframe' ? name : documentOf(element) ? undefined : 'rr_src';
    case 'autoplay':
      return tagName === 'video' || tagName === 'audio' ? undefined : name;
    case 'selected':
      return tagName === 'option' ? undefined : name;
    case 'content':
      return tagName === 'meta' && !KEPT_META.test(attributeOf(element, 'name') ?? '') ? undefined : name;
    case 'checked':
      return CHOICES.has(type) ? undefined : name;
    case 'value':
      return hasOwnValue(tagName, type) ? undefined : name;
    default:
      return name;
  }
}

/** Observers tell local names; in drawings there may be two of them. */
function fullNames(name: string, { isSvg, element }: Owner): string[] {
  return isSvg && name === 'href' && attributeOf(element, 'xlink:href') !== null ? [name, 'xlink:href'] : [name];
}

/** Whether what it holds is another thing than its attribute. */
function hasOwnValue(tagName: string, type: string): boolean {
  return tagName === 'input'
    ? !CHOICES.has(type) && !BUTTONS.has(type)
    : tagName === 'textarea' || tagName === 'select';
}

/** Masked. Of a text area its text says it, where there is one. */
function fieldValue({ element, tagName, type }: Owner, privacy: Privacy): string | undefined {
  if (!hasOwnValue(tagName, type) || (tagName === 'textarea' && firstOf(element)) || !isField(element))
    return undefined;
  // What is a password now stays one.
  if (type === 'password') privacy.fieldKind(element);
  const value = maskValue(element.value, element, privacy);
  return value === '' ? undefined : value;
}

function isChecked({ element, type }: Owner): boolean {
  return CHOICES.has(type) && (element as HTMLInputElement).checked;
}

function openMode(dialog: Element): string {
  return matches(dialog, ':modal') ? 'modal' : 'non-modal';
}
