import { takeNatives } from '../../browser/natives.ts';
import { elementOf } from '../../browser/marks.ts';
import { stopAll } from '../../tools/stop.ts';
import { isEditable } from '../input/describeField.ts';
import type { Listening } from '../changes.ts';
import { createDelay, observe } from '../observe.ts';
import type { Tracker } from '../tracker.ts';
import { createVerdicts, INVALID, LIVE } from './verdicts.ts';

/** So long after the user has done something in a form the page is watched for its verdict. */
const WATCH_MS = 5_000;
/** What comes together is looked at together: a mark on the field, and the words beside it. */
const SETTLE_MS = 50;
/** Of what changed; a page that rebuilds itself has no more verdicts than that. */
const CANDIDATE_COUNT_MAX = 200;
const TYPES = ['input', 'change', 'blur', 'submit', 'invalid', 'click'] as const;
const ATTRIBUTES: readonly (string | null)[] = ['aria-invalid', 'aria-errormessage', 'role', 'hidden'];

/**
 * What the page itself says of what was typed: `aria-invalid`, and texts in live regions beside fields. The document is
 * watched only for some seconds after something was done in a form.
 */
export const trackValidation: Tracker = (emit, scope) => {
  const { window } = scope;
  const { document } = window;
  const natives = takeNatives(window);
  const candidates = new Set<Element>();
  const verdicts = createVerdicts(emit, scope);
  let timer: number | undefined;
  let watchedUntil = 0;
  let watching: Listening | undefined;

  const delay = createDelay(scope, SETTLE_MS, () => {
    verdicts.judge(candidates);
    candidates.clear();
  });
  const collect = ({ target, type, addedNodes, attributeName }: MutationRecord) => {
    if (type === 'attributes' && !ATTRIBUTES.includes(attributeName)) return;
    const element = elementOf(target);
    if (element && (type !== 'childList' || element.closest(LIVE))) candidates.add(element);
    for (const node of addedNodes) if (node instanceof window.Element) candidates.add(node);
  };
  const onRecords = scope.guard((records: readonly MutationRecord[]) => {
    scope.later(() => {
      if (!watching) return;
      for (const record of records) if (candidates.size < CANDIDATE_COUNT_MAX) collect(record);
      if (candidates.size > 0) delay.begin();
    });
  });
  const unwatch = () => {
    natives.clearTimeout(timer);
    timer = undefined;
    watching?.stop();
    watching = undefined;
  };
  const end = scope.guard(() => {
    const leftMs = watchedUntil - window.performance.now();
    if (leftMs > 0) timer = natives.setTimeout(end, leftMs);
    else unwatch();
  });
  const watch = (event: Event) => {
    const { element } = scope.hear(event);
    const isOfForm = element && (isEditable(element) || event.type === 'submit' || element.closest('form'));
    if (!isOfForm) return;
    if (event.type !== 'input') verdicts.forget();
    if (!watching) {
      verdicts.learn(document.querySelectorAll(INVALID));
      watching = scope.changes.listen(onRecords);
      watching.observe(document);
    }
    watching.observe(element.getRootNode());
    watchedUntil = window.performance.now() + WATCH_MS;
    // One timer for all that is typed.
    timer ??= natives.setTimeout(end, WATCH_MS);
  };
  return stopAll([observe(scope, document, TYPES, watch), delay, { stop: unwatch }]);
};
