import { scrubStart } from '../tools/scrub.ts';
import { stopAll } from '../tools/stop.ts';
import type { RecordData } from '../wire/record.ts';
import { describeField, isEditable, valueOf } from './input/describeField.ts';
import { observeFields } from './input/observeFields.ts';
import { withoutEcho } from './input/withoutEcho.ts';
import { createDelay } from './observe.ts';
import type { TargetName } from './target.ts';
import type { CaptureScope, Tracker } from './tracker.ts';

/** At most one `input` per field in this time: typing is seen, its rhythm is not. */
const INPUT_INTERVAL_MS = 500;
const VALUE_LENGTH_MAX = 1_000;
const TYPES = ['focus', 'blur', 'input', 'change', 'submit', 'invalid'] as const;
type InputType = (typeof TYPES)[number];

/** When something was typed last, and by whom. */
interface Due {
  isTrusted: boolean;
  at: number;
}

/** What is done with form fields: that something was typed and how much, never what, unless a rule asks and the page allows. */
export const trackInput: Tracker = (emit, scope) => {
  const due = new Map<Element, Due>();
  const say = (type: InputType, element: Element, { isTrusted: trusted, at }: Due, name?: TargetName) => {
    const data = { ...describeField(element, scope.privacy, name), type, trusted, ...measure(element, type, scope) };
    emit({ kind: 'input', at, data });
  };
  const delay = createDelay(scope, INPUT_INTERVAL_MS, () => {
    for (const [element, last] of due) say('input', element, last);
    due.clear();
  });
  const listening = observeFields(scope, TYPES, (heard, element) => {
    const { event, at } = heard;
    const type = TYPES.find((known) => known === event.type);
    if (!type || (type !== 'submit' && !isEditable(element)) || heard.isIgnored()) return;
    if (scope.privacy.blockOf(element)) return;
    const now = { isTrusted: event.isTrusted, at };
    if (type === 'input') {
      due.set(element, now);
      delay.begin();
      return;
    }
    delay.flush();
    say(type, element, now, heard.name());
  });
  return stopAll([delay, listening]);
};

function measure(
  element: Element,
  type: InputType,
  scope: CaptureScope,
): Pick<RecordData<'input'>, 'length' | 'message' | 'value'> {
  if (type === 'invalid') return messageOf(element, scope);
  const typed = type === 'input' || type === 'change' ? valueOf(element, scope.privacy) : undefined;
  if (typed === undefined) return {};
  const { fields } = scope.details();
  const isAsked = fields && isNamed(element, fields) && scope.privacy.mayRead(element);
  const value = isAsked && scrubStart(typed, VALUE_LENGTH_MAX, (text) => scope.privacy.text(text, element));
  return { length: typed.length, ...(value && { value }) };
}

/** By name, id or selector; a name such as `items[0].count` may be no selector. */
function isNamed(element: Element, fields: readonly string[]): boolean {
  return fields.some((field) => {
    if (field === element.getAttribute('name') || field === element.id) return true;
    try {
      return element.matches(field);
    } catch {
      return false;
    }
  });
}

/** The browser's own words; those about a secret would tell how long it is. */
function messageOf(element: Element, { privacy }: CaptureScope): { message?: string } {
  if (privacy.fieldKind(element) === 'secret' || !('validationMessage' in element)) return {};
  const message = withoutEcho(String(element.validationMessage), [valueOf(element, privacy) ?? '']);
  return message === '' ? {} : { message: privacy.text(message, element) };
}
