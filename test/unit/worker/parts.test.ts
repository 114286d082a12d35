import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAlarm } from '../../../worker/alarm.ts';
import { backOffMs, parseRetryAfter } from '../../../worker/outbox/backOff.ts';
import { createQueue } from '../../../worker/queue.ts';
import { cutTiles, hashPixels, planTiles } from '../../../worker/tiles/planTiles.ts';
import { createClock } from '../../browser/worker/clock.ts';

describe('back-off', () => {
  test('between 1 s and 5 min, growing, whatever the dice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (count, random) => {
          const waitMs = backOffMs(count, random);
          expect(waitMs).toBeGreaterThanOrEqual(1_000);
          expect(waitMs).toBeLessThanOrEqual(300_000);
          expect(backOffMs(count + 1, random)).toBeGreaterThanOrEqual(waitMs);
        },
      ),
    );
  });

  test.each([
    ['120', 120_000],
    ['0', 0],
    ['99999999', 3_600_000],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 60_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', 0],
    ['-5', 0],
    [null, 0],
  ])('Retry-After: %s', (value, waitMs) => {
    expect(parseRetryAfter(value, 0)).toBe(waitMs);
  });
});

describe('alarm', () => {
  test('one timer for all, the earliest first, none when nothing is set', async () => {
    const clock = createClock(0);
    const alarm = createAlarm(clock);
    const rung: string[] = [];
    alarm.set('late', 500, () => rung.push('late'));
    alarm.set('early', 100, () => rung.push('early'));
    alarm.set('early', 300, () => rung.push('never'));
    alarm.set('cleared', 50, () => rung.push('never'));
    alarm.clear('cleared');
    expect(clock.timerCount()).toBe(1);
    await clock.advance(99);
    expect(rung).toEqual([]);
    await clock.advance(1);
    expect(rung).toEqual(['early']);
    await clock.advance(400);
    expect(rung).toEqual(['early', 'late']);
    expect(clock.timerCount()).toBe(0);
  });

  test('waits that setTimeout can’t count are cut', async () => {
    const clock = createClock(0);
    const alarm = createAlarm(clock);
    const delays: number[] = [];
    const { setTimeout } = clock;
    clock.setTimeout = (callback, delayMs) => (delays.push(delayMs), setTimeout(callback, delayMs));
    let count = 0;
    alarm.set('far', 2 ** 31 + 1_000, () => (count += 1));
    await clock.advance(2 ** 31);
    expect(count).toBe(0);
    await clock.advance(1_000);
    expect(count).toBe(1);
    expect(Math.max(...delays)).toBeLessThan(2 ** 31);
  });

  test('stop forgets all', async () => {
    const clock = createClock(0);
    const alarm = createAlarm(clock);
    let count = 0;
    alarm.set('a', 1, () => (count += 1));
    alarm.stop();
    await clock.advance(10);
    expect([count, clock.timerCount()]).toEqual([0, 0]);
  });
});

test('queue: in order, and a failure stays with its task', async () => {
  const queue = createQueue();
  const done: number[] = [];
  const slow = queue.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    done.push(1);
  });
  const failing = queue.run(() => Promise.reject(new Error('no')));
  const last = queue.run(() => Promise.resolve(done.push(2)));
  await expect(failing).rejects.toThrow('no');
  await Promise.all([slow, last]);
  expect(done).toEqual([1, 2]);
});

describe('tiles', () => {
  test('cover every pixel once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_500 }), fc.integer({ min: 1, max: 1_500 }), (width, height) => {
        const boxes = cutTiles(width, height);
        expect(boxes.reduce((sum, box) => sum + box.width * box.height, 0)).toBe(width * height);
        for (const box of boxes) {
          expect(box.x % 256 === 0 && box.y % 256 === 0).toBe(true);
          expect(box.x + box.width <= width && box.y + box.height <= height).toBe(true);
        }
        expect(new Set(boxes.map(({ x, y }) => `${String(x)},${String(y)}`)).size).toBe(boxes.length);
      }),
    );
  });

  test('any changed pixel changes the name', () => {
    const pixels = fc.uint8Array({ minLength: 16, maxLength: 64 }).map((bytes) => bytes.subarray(0, bytes.length & ~3));
    fc.assert(
      fc.property(pixels, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, where, change) => {
        const before = new Uint8ClampedArray(bytes);
        const after = new Uint8ClampedArray(bytes);
        const at = where % bytes.length;
        after[at] = (bytes[at] ?? 0) ^ change;
        expect(hashPixels(before)).toMatch(/^[0-9a-f]{16}$/);
        expect(hashPixels(after)).not.toBe(hashPixels(before));
      }),
    );
  });

  test('nothing changed: nothing planned', () => {
    const first = planTiles(['a', 'b'], undefined);
    expect(first).toMatchObject({ full: true, pictured: [0, 1], changedCount: 2 });
    expect(planTiles(['a', 'b'], first?.next)).toBeUndefined();
    expect(planTiles(['a', 'c'], first?.next)).toMatchObject({ full: false, pictured: [1], changedCount: 1 });
  });
});
