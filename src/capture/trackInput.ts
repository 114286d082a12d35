import { fieldKind, isField, type FieldKind } from '../browser/fields.ts';
import { BLOCK, closestAcross, IGNORE, UNREADABLE } from '../browser/marks.ts';
import { scrubText } from '../tools/scrub.ts';
import { stopAll } from '../tools/stop.ts';
import type { RecordData } from '../wire/record.ts';
import { createDelay, observe, originOf } from './observe.ts';
import { nameTarget } from './target.ts';
import type { Tracker } from './tracker.ts';

/** At most one `input` per field in this time: typing is seen, its rhythm is not. */
const INPUT_INTERVAL_MS = 500;
const TYPES = ['focus', 'blur', 'input', 'change', 'submit', 'invalid'] as const;
type InputType = (typeof TYPES)[number];

/** What is done with form fields: that something was typed and how much, never what. */
export const trackInput: Tracker = (emit, scope) => {
  const { document } = scope.window;
  const due = new Map<Element, { isTrusted: boolean; at: number }>();
  const say = (type: InputType, element: Element, trusted: boolean, at: number) => {
    emit({ kind: 'input', at, data: { ...nameTarget(element), type, trusted, ...measure(element, type) } });
  };
  const sayDue = () => {
    for (const [element, { isTrusted, at }] of due) say('input', element, isTrusted, at);
    due.clear();
  };
  const delay = createDelay(scope, INPUT_INTERVAL_MS, sayDue);
  const listening = observe(scope, document, TYPES, (event) => {
    const element = originOf(event, scope);
    const type = TYPES.find((known) => known === event.type);
    if (!element || !type || !isObservable(element, type)) return;
    if (type === 'input') {
      due.set(element, { isTrusted: event.isTrusted, at: scope.now() });
      delay.begin();
      return;
    }
    delay.flush();
    say(type, element, event.isTrusted, scope.now());
  });
  return stopAll([delay, listening]);
};

function isObservable(element: Element, type: InputType): boolean {
  const isOfForm =
    isField(element) || type === 'submit' || (element instanceof HTMLElement && element.isContentEditable);
  return isOfForm && closestAcross(element, `${BLOCK},${IGNORE}`) === undefined;
}

function measure(element: Element, type: InputType): Pick<RecordData<'input'>, 'length' | 'message'> {
  const kind = fieldKind(element);
  const value =
    kind === 'text' && (type === 'input' || type === 'change' || type === 'invalid') ? valueOf(element) : '';
  if (type === 'invalid') {
    const message = messageOf(element, kind);
    return message === '' ? {} : { message: withoutEcho(message, value) };
  }
  return kind === 'text' && (type === 'input' || type === 'change') ? { length: value.length } : {};
}

/** The browser's own words; those of the page only where they may be read. */
function messageOf(element: Element, kind: FieldKind): string {
  if (!('validationMessage' in element) || !('validity' in element)) return '';
  const isOfPage = element.validity instanceof ValidityState && element.validity.customError;
  if (isOfPage && (kind === 'secret' || closestAcross(element, UNREADABLE))) return '';
  return String(element.validationMessage);
}

function valueOf(element: Element): string {
  if ('value' in element && typeof element.value === 'string') return element.value;
  return element.textContent;
}

/** Browsers quote what was typed in their messages ("'joe' is missing an '@'"): words that stand in the value go. */
function withoutEcho(message: string, value: string): string {
  const words = message.split(/([\s'"“”‘’«»„‚]+)/);
  const bare = (word: string) => word.replace(/[.,;:!?]+$/, '');
  return scrubText(words.map((word) => (bare(word).length > 1 && value.includes(bare(word)) ? '***' : word)).join(''));
}
