import { scrubStart } from '../../tools/scrub.ts';
import { stopAll } from '../../tools/stop.ts';
import { observe } from '../observe.ts';
import { printValue } from '../printValue.ts';
import { nameTarget, type TargetName } from '../target.ts';
import type { CaptureScope, Emit, Tracker } from '../tracker.ts';
import type { Decision } from './decide.ts';
import { mayAnswer, selectsText } from './mayAnswer.ts';
import { startMachine } from './machine.ts';

const MESSAGE_LENGTH_MAX = 500;
/** The cursor's place is looked at so often. */
const MOVE_INTERVAL_MS = 50;
/** A click on a label is followed at once by the browser's own on the field. */
const ECHO_MS = 20;
/** Of no consequence, and in many pages. */
const HARMLESS = /^ResizeObserver loop/;

/**
 * Signs that the page does not do what its user expects: clicks in anger, clicks without an answer or with an error. While the
 * page answers, only what would be another thing afterwards is looked at; what it means is found out later.
 */
export const trackFrustration: Tracker = (emit, scope) => {
  const { window } = scope;
  const names = new WeakMap<Element, TargetName>();
  const machine = startMachine(scope, (decision) => say(decision, names, emit, scope));
  let lastClick = { at: -Infinity, x: 0, y: 0 };
  let movedAt = -Infinity;

  const press = (event: Event) => {
    const { element, at, path } = scope.hear(event);
    if (!element || !isMouse(event, scope) || !event.isTrusted) return;
    machine.expect(path);
    machine.feed(() => (mayAnswer(element, event, window) ? { type: 'press', at } : undefined));
  };
  const click = (event: Event) => {
    const { element: target, at, path, isIgnored, name } = scope.hear(event);
    // What a program clicks is not its user's frustration.
    if (!target || !isMouse(event, scope) || !event.isTrusted || isIgnored()) return;
    const place = { at, x: Math.round(event.clientX), y: Math.round(event.clientY) };
    const isEcho = place.at - lastClick.at < ECHO_MS && place.x === lastClick.x && place.y === lastClick.y;
    lastClick = place;
    if (isEcho) return;
    names.set(target, name());
    machine.expect(path);
    machine.feed(() => {
      const isSelecting = selectsText(target, window);
      const mayBeDead = !isSelecting && mayAnswer(target, event, window);
      // Of those by keys there is none too many.
      return { type: 'click', ...place, target, mayBeDead, mayBeRage: !isSelecting && event.detail > 0 };
    });
  };
  const fail = (thrown: unknown, otherwise: string) => {
    const isError = thrown instanceof window.Error;
    const text = isError ? thrown.message : thrown === undefined ? otherwise : printValue(thrown);
    if (HARMLESS.test(text) || HARMLESS.test(otherwise)) return;
    const fact = { at: scope.now(), message: scrubStart(text, MESSAGE_LENGTH_MAX, scope.privacy.message) };
    machine.feed(() => ({ type: 'error', ...fact }));
  };
  const move = (event: Event) => {
    const at = scope.now();
    if (at - movedAt < MOVE_INTERVAL_MS || !isMouse(event, scope)) return;
    movedAt = at;
    const { element: target } = scope.hear(event);
    const isHovering = 'pointerType' in event && event.pointerType === 'mouse' && event.buttons === 0;
    const { clientX: x, clientY: y } = event;
    if (target && isHovering) machine.feed(() => ({ type: 'move', at, x, y, target }));
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
