/** Input types that are buttons: their value is a label that the page wrote. */
const BUTTON_TYPES = new Set(['button', 'submit', 'reset', 'image']);
const CHOICE_TYPES = new Set(['checkbox', 'radio']);
const SECRET_TYPES = new Set(['password', 'hidden']);
const SECRET_PURPOSE = /(^|\s)(cc-|one-time-code|current-password|new-password)/;
/** What the DOM recorder sets on a field that was once of type `password`. */
const WAS_PASSWORD = 'data-rr-is-password';

export type FieldKind = 'button' | 'choice' | 'secret' | 'text';

export function isField(element: Element): boolean {
  return ['input', 'textarea', 'select'].includes(element.localName);
}

/** What may be known of a field; `secret` ones are never even measured. Works on attributes: it never reads a value. */
export function fieldKind(element: Element): FieldKind {
  const type = element.localName === 'input' ? (element.getAttribute('type') ?? 'text').toLowerCase() : 'text';
  if (SECRET_TYPES.has(type) || element.hasAttribute(WAS_PASSWORD)) return 'secret';
  if (SECRET_PURPOSE.test((element.getAttribute('autocomplete') ?? '').toLowerCase())) return 'secret';
  if (BUTTON_TYPES.has(type)) return 'button';
  return CHOICE_TYPES.has(type) ? 'choice' : 'text';
}

export function isTextEntry(element: Element): boolean {
  if (element instanceof HTMLElement && element.isContentEditable) return true;
  const kind = fieldKind(element);
  return isField(element) && element.localName !== 'select' && (kind === 'text' || kind === 'secret');
}
