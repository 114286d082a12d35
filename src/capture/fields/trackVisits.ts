import { stopAll } from '../../tools/stop.ts';
import type { RecordData } from '../../wire/record.ts';
import { describeField, isEditable, valueOf } from '../input/describeField.ts';
import { observeFields } from '../input/observeFields.ts';
import type { Heard } from '../hear.ts';
import { observe } from '../observe.ts';

import type { Tracker } from '../tracker.ts';
import { beginVisit, dwellOf, editInVisit, leaveVisit, returnToVisit, type Visit } from './visit.ts';

/** Fields whose stays are counted; the longest unvisited is forgotten first. */
const FIELD_COUNT_MAX = 200;
const TYPES = ['focus', 'blur', 'input', 'paste', 'drop'] as const;

interface Stay {
  element: Element;
  visit: Visit;
  identity: ReturnType<typeof describeField>;
  visitCount: number;
  isSecret: boolean;
  isTrusted: boolean;
}

/** Sums up each stay in a field at its end: how long, the how-manieth, what was done; of secrets only that it was. */
export const trackVisits: Tracker = (emit, scope) => {
  const { window, privacy } = scope;
  const { document } = window;
  const counts = new Map<string, number>();
  let stay: Stay | undefined;

  const lengthOf = (element: Element) => valueOf(element, privacy)?.length;
  const count = (selector: string) => {
    // Routes of one page may have fields of the same name.
    const key = `${window.location.pathname} ${selector}`;
    const visitCount = (counts.get(key) ?? 0) + 1;
    counts.delete(key);
    counts.set(key, visitCount);
    const [oldest] = counts.keys();
    if (counts.size > FIELD_COUNT_MAX && oldest !== undefined) counts.delete(oldest);
    return visitCount;
  };
  const begin = (element: Element, heard?: Heard) => {
    end();
    if (!isEditable(element) || (heard?.isIgnored() ?? privacy.isIgnored(element)) || privacy.blockOf(element)) return;
    const isTrusted = heard?.event.isTrusted ?? true;
    const identity = describeField(element, privacy, heard?.name());
    const isSecret = privacy.fieldKind(element) === 'secret';
    const visit = beginVisit(heard?.at ?? scope.now(), lengthOf(element));
    stay = { element, visit, identity, visitCount: count(identity.selector), isSecret, isTrusted };
  };
  const end = () => {
    if (!stay) return;
    const { identity, visitCount, isTrusted: trusted } = stay;
    const at = scope.now();
    const common = { ...identity, type: 'visit' as const, visitCount, dwellMs: Math.round(dwellOf(stay.visit, at)) };
    emit({ kind: 'input', at, data: { ...common, ...doneIn(stay, privacy.fieldKind(stay.element)), trusted } });
    stay = undefined;
  };
  const follow = (heard: Heard, element: Element) => {
    const { event, at } = heard;
    if (event.type === 'focus') {
      if (element === stay?.element) stay.visit = returnToVisit(stay.visit, at);
      else begin(element, heard);
      return;
    }
    if (!stay || element !== stay.element) return;
    // The field keeps the focus while the window has lost it.
    if (event.type === 'blur' && isFocused(element)) stay.visit = leaveVisit(stay.visit, at);
    else if (event.type === 'blur') end();
    else if (event.type === 'input') {
      const inputType = 'inputType' in event && typeof event.inputType === 'string' ? event.inputType : undefined;
      stay.visit = editInVisit(stay.visit, { inputType, length: lengthOf(element) });
    } else stay.visit = { ...stay.visit, hasPasted: true };
  };
  const focused = deepFocus(document);
  if (focused) scope.guard(begin)(focused);
  return stopAll([
    observeFields(scope, TYPES, follow),
    observe(scope, window, ['pagehide'], end),
    { stop: scope.guard(end) },
  ]);
};

/** A field may have become secret meanwhile. */
function doneIn({ visit, isSecret }: Stay, kind: string): Partial<RecordData<'input'>> {
  if (isSecret || kind === 'secret') return {};
  const { length, editCount, correctionCount, hasPasted: pasted } = visit;
  return { ...(length !== undefined && { length }), editCount, correctionCount, pasted };
}

function isFocused(element: Element): boolean {
  const root = element.getRootNode();
  return 'activeElement' in root && root.activeElement === element;
}

function deepFocus(document: Document): Element | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}
