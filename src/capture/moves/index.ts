import { stopAll } from '../../tools/stop.ts';
import type { RecordData } from '../../wire/record.ts';
import { createDelay, observe } from '../observe.ts';
import type { Tracker } from '../tracker.ts';

/** One record for all points of this time. */
const RECORD_MS = 1_000;
const POINTERS = ['mouse', 'touch', 'pen'] as const;

/** Movements of the pointer, as points at the interval that a rule asks for; named after where each record's first one is. */
export const track: Tracker = (emit, scope) => {
  const { window } = scope;
  let lastAt = -Infinity;
  let data: (RecordData<'pointer'> & { points: [number, number, number][] }) | undefined;
  let beganAt = 0;
  const delay = createDelay(scope, RECORD_MS, () => {
    if (data) emit({ kind: 'pointer', at: beganAt, data });
    data = undefined;
  });
  const listening = observe(scope, window.document, ['pointermove'], (event) => {
    const everyMs = scope.details().pointer?.moveEveryMs;
    const at = scope.now();
    if (everyMs === undefined || at - lastAt < everyMs || !(event instanceof window.PointerEvent)) return;
    const heard = scope.hear(event);
    if (heard.isIgnored()) return;
    lastAt = at;
    const [x, y] = [Math.round(event.clientX), Math.round(event.clientY)];
    if (!data) {
      const pointer = POINTERS.find((known) => known === event.pointerType);
      data = { ...heard.name(), type: 'move', ...(pointer && { pointer }), x, y, points: [], trusted: event.isTrusted };
      beganAt = at;
      delay.begin();
    }
    data.points.push([x, y, Math.round(at - beganAt)]);
  });
  return stopAll([delay, { stop: delay.flush }, listening]);
};
