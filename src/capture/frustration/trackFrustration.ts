import { takeNatives } from '../../browser/natives.ts';
import { scrubStart } from '../../tools/scrub.ts';
import { stopAll } from '../../tools/stop.ts';
import type { FrustrationDetail } from '../../wire/captureDetails.ts';
import { observe, originOf } from '../observe.ts';
import { printValue } from '../printValue.ts';
import { nameTarget, type TargetName } from '../target.ts';
import type { CaptureScope, Emit, Tracker } from '../tracker.ts';
import { awaitsEffect, decide, nextDueAt, type Decision, type Fact, type State } from './decide.ts';
import { mayAnswer, selectsText } from './mayAnswer.ts';
import { watchEffects } from './watchEffects.ts';

/** As the rules' schema has them. */
export const THRESHOLDS: FrustrationDetail = {
  rageClickCount: 3,
  rageWithinMs: 1_000,
  rageRadiusPx: 30,
  deadAfterMs: 2_500,
  errorWithinMs: 1_000,
  thrashTurnCount: 8,
  thrashWithinMs: 1_500,
};
const MESSAGE_LENGTH_MAX = 500;
/** The cursor's place is looked at so often. */
const MOVE_INTERVAL_MS = 50;
/** A click on a label is followed at once by the browser's own on the field. */
const ECHO_MS = 20;
/** Of no consequence, and in many pages. */
const HARMLESS = /^ResizeObserver loop/;

/** Signs that the page does not do what its user expects: clicks in anger, clicks without an answer or with an error. */
export const trackFrustration: Tracker = (emit, scope) => {
  const { window } = scope;
  const names = new WeakMap<Element, TargetName>();
  const machine = startMachine(scope, (decision) => say(decision, names, emit, scope));
  const { feed } = machine;
  let lastClick = { at: -Infinity, x: 0, y: 0 };
  let movedAt = -Infinity;

  const press = (event: Event) => {
    const element = originOf(event, scope);
    if (!element || !isMouse(event, scope) || !event.isTrusted || !mayAnswer(element, event, window)) return;
    feed({ type: 'press', at: scope.now() }, event.composedPath());
  };
  const click = (event: Event) => {
    const target = originOf(event, scope);
    // What a program clicks is not its user's frustration.
    if (!target || !isMouse(event, scope) || !event.isTrusted || scope.privacy.isIgnored(target)) return;
    const place = { at: scope.now(), x: Math.round(event.clientX), y: Math.round(event.clientY) };
    const isEcho = place.at - lastClick.at < ECHO_MS && place.x === lastClick.x && place.y === lastClick.y;
    lastClick = place;
    if (isEcho) return;
    names.set(target, nameTarget(target, scope.privacy));
    const isSelecting = selectsText(target, window);
    const mayBeDead = !isSelecting && mayAnswer(target, event, window);
    // Of those by keys there is none too many.
    const mayBeRage = !isSelecting && event.detail > 0;
    feed({ type: 'click', ...place, target, mayBeDead, mayBeRage }, event.composedPath());
  };
  const fail = (thrown: unknown, otherwise: string) => {
    const isError = thrown instanceof window.Error;
    const text = isError ? thrown.message : thrown === undefined ? otherwise : printValue(thrown);
    if (HARMLESS.test(text) || HARMLESS.test(otherwise)) return;
    feed({ type: 'error', at: scope.now(), message: scrubStart(text, MESSAGE_LENGTH_MAX, scope.privacy.message) });
  };
  const move = (event: Event) => {
    const at = scope.now();
    if (at - movedAt < MOVE_INTERVAL_MS || !isMouse(event, scope)) return;
    movedAt = at;
    const target = originOf(event, scope);
    const isHovering = 'pointerType' in event && event.pointerType === 'mouse' && event.buttons === 0;
    if (target && isHovering) feed({ type: 'move', at, x: event.clientX, y: event.clientY, target });
  };
  return stopAll([
    machine,
    observe(scope, window.document, ['pointerdown'], press),
    observe(scope, window.document, ['click'], click),
    observe(scope, window.document, ['pointermove'], move),
    observe(scope, window, ['error'], (event) => {
      if (event instanceof window.ErrorEvent) fail(event.error ?? undefined, event.message);
    }),
    observe(scope, window, ['unhandledrejection'], (event) => {
      if ('reason' in event) fail(event.reason, 'undefined');
    }),
    observe(scope, window, ['pagehide'], () => machine.end()),
  ]);
};

/** Feeds the decisions with facts, with the passing of time, and with effects while they matter. */
function startMachine(scope: CaptureScope, onDecision: (decision: Decision<Element>) => void) {
  const natives = takeNatives(scope.window);
  let state: State<Element> = { pending: [] };
  let timer: number | undefined;
  let dueAt: number | undefined;
  const limits = () => scope.details().frustration ?? THRESHOLDS;
  const watch = watchEffects(scope, () => {
    if (awaitsEffect(state)) feed({ type: 'effect', at: scope.now() });
  });
  /** @param path of the event, where the page may answer it */
  const feed = (fact: Fact<Element>, path?: readonly EventTarget[]) => {
    const step = decide(state, fact, limits());
    state = step.state;
    step.decisions.forEach(onDecision);
    if (!awaitsEffect(state)) watch.unwatchDocument();
    else if (path) watch.watchDocument(path);
    wakeAt(nextDueAt(state, limits()), fact.at);
  };
  const wakeAt = (next: number | undefined, at: number) => {
    if (next === dueAt) return;
    natives.clearTimeout(timer);
    dueAt = next;
    if (next !== undefined) timer = natives.setTimeout(tick, Math.max(0, Math.ceil(next - at)));
  };
  const tick = scope.guard(() => {
    dueAt = undefined;
    feed({ type: 'tick', at: scope.now() });
  });
  /** What waits for time is decided; what waits for an answer can't be. */
  const end = () => {
    feed({ type: 'effect', at: scope.now() });
    feed({ type: 'tick', at: Infinity });
  };
  return {
    feed,
    end,
    stop() {
      end();
      natives.clearTimeout(timer);
      watch.stop();
    },
  };
}

function say(
  { type, at, x, y, target, count, message }: Decision<Element>,
  names: WeakMap<Element, TargetName>,
  emit: Emit,
  { privacy }: CaptureScope,
): void {
  if (privacy.isIgnored(target)) return;
  const name = names.get(target) ?? nameTarget(target, privacy);
  const more = { ...(count !== undefined && { count }), ...(message !== undefined && { message }) };
  emit({ kind: 'frustration', at, data: { ...name, type, x: Math.round(x), y: Math.round(y), ...more } });
}

function isMouse(event: Event, { window }: CaptureScope): event is MouseEvent {
  return event instanceof window.MouseEvent;
}
