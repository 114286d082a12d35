import { observe } from '../observe.ts';
import { nameTarget } from '../target.ts';
import type { Tracker } from '../tracker.ts';
import { followTouch, type Touch, type Touching } from './gesture.ts';

const PHASES: ReadonlyMap<string, Touch['phase']> = new Map([
  ['pointerdown', 'down'],
  ['pointermove', 'move'],
  ['pointerup', 'up'],
  ['pointercancel', 'cancel'],
]);

/** Swipes, pinches and long presses, from touches that the page gets. */
export const track: Tracker = (emit, scope) => {
  const { window, privacy } = scope;
  let state: Touching = { fingers: [], isMany: false };
  let target: Element | undefined;
  return observe(scope, window.document, [...PHASES.keys()], (event) => {
    const phase = PHASES.get(event.type);
    if (!phase || !(event instanceof window.PointerEvent) || event.pointerType !== 'touch') return;
    if (phase === 'down' && state.fingers.length === 0) target = scope.hear(event).element;
    const at = scope.now();
    const place = { x: Math.round(event.clientX), y: Math.round(event.clientY) };
    const step = followTouch(state, { phase, id: event.pointerId, at, ...place });
    state = step.state;
    if (!step.gesture || !target || privacy.isIgnored(target)) return;
    const name = nameTarget(target, privacy);
    emit({ kind: 'pointer', at, data: { ...name, ...step.gesture, pointer: 'touch', trusted: event.isTrusted } });
  });
};
