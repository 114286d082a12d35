import { isField, isWritten } from '../../browser/fields.ts';
import type { Privacy } from '../../browser/privacy.ts';
import { scrubText } from '../../tools/scrub.ts';
import type { RecordData } from '../../wire/record.ts';
import { nameTarget, selectorOf } from '../target.ts';

type Identity = Pick<RecordData<'input'>, 'selector' | 'label' | 'field' | 'form' | 'fieldType' | 'purpose'>;

/** What a field is, beside its name: where to find it, what it is called, which form it is in, what it wants to know. Reads no value. */
export function describeField(element: Element, privacy: Privacy, name = nameTarget(element, privacy)): Identity {
  const form = formOf(element);
  const purpose = purposeOf(element);
  return {
    ...name,
    ...(form && { form: scrubText(form.getAttribute('name') ?? '') || selectorOf(form) }),
    ...(form !== element && { fieldType: typeOf(element) }),
    ...(purpose && { purpose }),
  };
}

export function formOf(element: Element): Element | null {
  const form = isField(element) && 'form' in element ? element.form : null;
  return form instanceof Element ? form : element.closest('form');
}

export function isEditable(element: Element): boolean {
  return isField(element) || isWritten(element);
}

/** A field's text, which the caller must not let out; undefined where it has none, and for secrets, which are not read. */
export function valueOf(element: Element, privacy: Privacy): string | undefined {
  if (privacy.fieldKind(element) !== 'text') return undefined;
  return 'value' in element && typeof element.value === 'string' ? element.value : element.textContent;
}

/** Browsers know which types there are; the attribute may say anything. */
function typeOf(element: Element): string {
  return element.localName === 'input' && 'type' in element ? String(element.type) : element.localName;
}

/** The autofill field name, the last of the tokens (https://html.spec.whatwg.org/#autofill); nothing but its letters. */
function purposeOf(element: Element): string | undefined {
  const tokens = isField(element) ? (element.getAttribute('autocomplete') ?? '').toLowerCase() : '';
  return /(?:^|\s)(?!o(?:n|ff)\b|webauthn)([a-z]+(?:-[a-z]+){0,3}\d?)(?:\s+webauthn)?\s*$/.exec(tokens)?.[1];
}
