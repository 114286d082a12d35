import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followTouch, type Gesture, type Touch, type Touching } from '../../../src/capture/gestures/gesture.ts';

function play(touches: Touch[]): { gestures: Gesture[]; state: Touching } {
  const gestures: Gesture[] = [];
  let state: Touching = { fingers: [], isMany: false };
  for (const touch of touches) {
    const step = followTouch(state, touch);
    state = step.state;
    if (step.gesture) gestures.push(step.gesture);
  }
  return { gestures, state };
}
const at = (phase: Touch['phase'], ms: number, x: number, y: number, id = 1): Touch => ({ phase, id, x, y, at: ms });
const typesOf = (...touches: Touch[]) => play(touches).gestures.map(({ type }) => type);

test('strokes', () => {
  expect(play([at('down', 0, 0, 0), at('up', 200, 3, -80)]).gestures).toEqual([
    { type: 'swipe', x: 0, y: 0, direction: 'up', distance: 80 },
  ]);
  expect(typesOf(at('down', 0, 0, 0), at('up', 1_001, 80, 0))).toEqual([]);
  expect(typesOf(at('down', 0, 0, 0), at('up', 200, 29, 0))).toEqual([]);
  expect(typesOf(at('down', 0, 0, 0), at('cancel', 200, 80, 0))).toEqual([]);
  expect(typesOf(at('down', 0, 0, 0), at('up', 499, 0, 0))).toEqual([]);
  expect(typesOf(at('down', 0, 0, 0), at('cancel', 500, 10, 0))).toEqual(['longpress']);
});

test('a pinch is told once, and its last finger is no swipe', () => {
  const fingers = [at('down', 0, 0, 0), at('down', 9, 100, 0, 2)];
  expect(play([...fingers, at('up', 99, 50, 0, 2), at('up', 100, 90, 0)]).gestures).toEqual([
    { type: 'pinch', x: 50, y: 0, scale: 0.5 },
  ]);
  expect(typesOf(...fingers, at('up', 99, 105, 0, 2), at('up', 100, 90, 0))).toEqual([]);
  expect(typesOf(...fingers, at('down', 9, 50, 50, 3), at('up', 99, 300, 0, 2))).toEqual([]);
});

test('whatever fingers do, memory is bounded, and nothing is left when all are lifted', () => {
  const touches = fc.array(
    fc.record({
      phase: fc.constantFrom<Touch['phase'][]>('down', 'move', 'up', 'cancel'),
      id: fc.integer({ min: 0, max: 20 }),
      x: fc.integer({ min: 0, max: 500 }),
      y: fc.integer({ min: 0, max: 500 }),
      at: fc.nat(5_000),
    }),
  );
  fc.assert(
    fc.property(touches, (list) => {
      const { state, gestures } = play(list);
      expect(state.fingers.length).toBeLessThanOrEqual(10);
      expect(gestures.length).toBeLessThanOrEqual(
        list.filter(({ phase }) => phase === 'up' || phase === 'cancel').length,
      );
      const lifted = Array.from({ length: 21 }, (_, id) => at('up', 9_000, 0, 0, id));
      expect(play([...list, ...lifted]).state).toEqual({ fingers: [], isMany: false });
    }),
  );
});
