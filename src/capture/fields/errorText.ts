import { isField } from '../../browser/fields.ts';
import { elementOf } from '../../browser/marks.ts';
import type { Privacy } from '../../browser/privacy.ts';
import { scrubStart } from '../../tools/scrub.ts';
import { formOf, valueOf } from '../input/describeField.ts';
import { withoutEcho } from '../input/withoutEcho.ts';

const MESSAGE_LENGTH_MAX = 300;
const FIELDS = 'input:not([type=hidden]),select,textarea';
const FIELD_COUNT_MAX = 50;
/** So far up from a message a field is looked for that it may stand beside. */
const STEP_COUNT_MAX = 3;

/** The element that the page has named as the message of a field, where it says anything. */
export function errorElementOf(field: Element): Element | undefined {
  const root = field.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return undefined;
  for (const name of ['aria-errormessage', 'aria-describedby']) {
    for (const id of (field.getAttribute(name) ?? '').split(/\s+/)) {
      const found = id === '' ? null : root.getElementById(id);
      if (found && found.textContent.trim() !== '') return found;
    }
  }
  return undefined;
}

/** The field or form that a message is about: by name, else the only field beside it, else the form that it is in. */
export function subjectOf(message: Element): Element | undefined {
  const root = message.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return undefined;
  for (
    let next: Element | null = message, step = 0;
    next && step <= STEP_COUNT_MAX;
    next = next.parentElement, step += 1
  ) {
    const id = CSS.escape(next.getAttribute('id') ?? '');
    const named = id && root.querySelector(`[aria-errormessage~="${id}"],[aria-describedby~="${id}"]`);
    if (named) return named;
    const beside = next.localName === 'form' || next.localName === 'body' ? [] : next.querySelectorAll(FIELDS);
    if (beside.length > 1) break;
    if (beside[0]) return beside[0];
  }
  return message.closest('form') ?? undefined;
}

/** What a message says as far as it may be told: without masked parts, and without what the user has typed. */
export function errorText(message: Element, subject: Element, privacy: Privacy): string {
  const form = formOf(subject);
  const fields = form ? [...form.querySelectorAll(FIELDS)].slice(0, FIELD_COUNT_MAX) : [];
  const typed = [subject, ...fields].filter(isField).map((field) => valueOf(field, privacy) ?? '');
  const shown = readText(message, privacy).replace(/\s+/g, ' ').trim();
  return scrubStart(withoutEcho(shown, typed), MESSAGE_LENGTH_MAX);
}

function readText(message: Element, privacy: Privacy): string {
  const walker = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
  let text = '';
  for (let node = walker.nextNode(); node && text.length < 4 * MESSAGE_LENGTH_MAX; node = walker.nextNode()) {
    const parent = elementOf(node);
    if (!parent || parent.matches('script,style,textarea,option')) continue;
    text += `${privacy.text(node.textContent ?? '', parent)} `;
  }
  return text;
}
