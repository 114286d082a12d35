import { expect, test } from 'vitest';
import { track as trackGestures } from '../../../src/capture/gestures/index.ts';
import { track as trackMoves } from '../../../src/capture/moves/index.ts';
import { find, mount, run } from './scope.ts';
import { startTraces } from './traces.ts';

function touch(type: string, clientX: number, clientY: number, more: PointerEventInit = {}): void {
  const init = { bubbles: true, pointerType: 'touch', pointerId: 1, clientX, clientY, ...more };
  find('#t').dispatchEvent(new PointerEvent(`pointer${type}`, init));
}

test('a swipe and a pinch, by touch only', () => {
  mount('<button id="t">T</button>');
  const { of } = run(trackGestures);
  for (const pointerType of ['mouse', 'touch']) {
    touch('down', 100, 10, { pointerType });
    touch('move', 60, 12, { pointerType });
    touch('up', 20, 10, { pointerType });
  }
  touch('down', 0, 0);
  touch('down', 100, 0, { pointerId: 2 });
  touch('move', 200, 0, { pointerId: 2 });
  touch('up', 200, 0, { pointerId: 2 });
  touch('up', 0, 90);
  touch('down', 0, 0);
  touch('move', 0, 50);
  touch('cancel', 0, 50);
  expect(of('pointer')).toEqual([
    {
      selector: '#t',
      label: 'T',
      type: 'swipe',
      pointer: 'touch',
      x: 100,
      y: 10,
      direction: 'left',
      distance: 80,
      trusted: false,
    },
    { selector: '#t', label: 'T', type: 'pinch', pointer: 'touch', x: 50, y: 0, scale: 2, trusted: false },
  ]);
});

test('moves are points at the interval asked for, one record at most per second', async () => {
  mount('<p id="t">x</p>');
  const asked: { moveEveryMs: number }[] = [];
  let now = 5_000;
  const overrides = { now: () => now, details: () => asked.reduce((_, pointer) => ({ pointer }), {}) };
  const { of, captures } = run(trackMoves, overrides);
  touch('move', 1, 1, { pointerType: 'mouse' });
  asked.push({ moveEveryMs: 100 });
  for (let count = 0; count < 30; count += 1) {
    touch('move', count, 2, { pointerType: 'mouse' });
    now += 30;
  }
  expect(of('pointer')).toEqual([]);
  await expect.poll(() => of('pointer').length, { timeout: 3_000 }).toBe(1);
  const points = of('pointer')[0]?.points ?? [];
  expect(points.map(([x]) => x)).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
  expect(points[1]).toEqual([4, 2, 120]);
  expect(captures[0]?.at).toBe(5_000);
});

test.each([trackGestures, trackMoves])('leaves nothing behind', (tracker) => {
  mount('<p id="t">x</p>');
  const traces = startTraces();
  const handle = run(tracker, { details: () => ({ pointer: { moveEveryMs: 20 } }) });
  touch('down', 1, 1);
  touch('move', 2, 1);
  handle.stop();
  expect(traces.left()).toEqual([]);
});
