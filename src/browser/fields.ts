import { isSecretName } from '../tools/secretName.ts';
import { EDITABLE } from './marks.ts';

/** Input types that are buttons: their value is a label that the page wrote. */
const BUTTON_TYPES = new Set(['button', 'submit', 'reset', 'image']);
const CHOICE_TYPES = new Set(['checkbox', 'radio']);
const SECRET_TYPES = new Set(['password', 'hidden']);
const SECRET_PURPOSE = /(^|\s)(cc-|one-time-code|current-password|new-password)/i;
/** Where a page says what a field is for. */
const NAMES = ['name', 'id', 'aria-label', 'placeholder', 'title'];

export type FieldKind = 'button' | 'choice' | 'secret' | 'text';

/** By name, because frames have classes of their own; elements of drawings have such names, too, and hold nothing. */
export function isField(element: Element): element is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  return ['input', 'textarea', 'select'].includes(element.localName) && 'value' in element;
}

/**
 * What may be known of a field; `secret` ones are never even measured. Works on attributes and labels: it never reads a
 * value. Whether it was a password before only `Privacy` knows.
 */
export function fieldKind(element: Element, isLabelledSecret = hasSecretLabel): FieldKind {
  const type = fieldType(element);
  if (SECRET_TYPES.has(type) || SECRET_PURPOSE.test(element.getAttribute('autocomplete') ?? '')) return 'secret';
  if (BUTTON_TYPES.has(type)) return 'button';
  if (CHOICE_TYPES.has(type)) return 'choice';
  if (!isField(element)) return 'text';
  const isNamedSecret = NAMES.some((name) => isSecretName(element.getAttribute(name) ?? ''));
  return isNamedSecret || isLabelledSecret(element) ? 'secret' : 'text';
}

/** As `fieldKind` says it, and without a look at labels where it is none. */
export function isButton(element: Element): boolean {
  return BUTTON_TYPES.has(fieldType(element)) && fieldKind(element) === 'button';
}

/** Type of an input, in lower case; `text` for everything else. */
export function fieldType(element: Element): string {
  return element.localName === 'input' ? (element.getAttribute('type') ?? 'text').toLowerCase() : 'text';
}

export function isTextEntry(element: Element): boolean {
  if (!isField(element)) return isWritten(element);
  if (element.localName === 'select') return false;
  const type = fieldType(element);
  return !BUTTON_TYPES.has(type) && !CHOICE_TYPES.has(type);
}

/** By attributes: the browser's own answer is of styles, which it would compute first, in the middle of the page's own work. */
export function isWritten(element: Element): boolean {
  const host = element.closest('[contenteditable]');
  return host ? host.matches(EDITABLE) : element.ownerDocument.designMode === 'on';
}

function hasSecretLabel(field: Element): boolean {
  return isField(field) && Array.from(field.labels ?? []).some(({ textContent }) => isSecretName(textContent));
}
