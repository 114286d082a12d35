import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClock } from '../../../src/session/clock.ts';

function createDevice() {
  const device = { wallAt: 1_700_000_000_000, monotonicMs: 0 };
  const clock = createClock({ wall: () => device.wallAt, monotonic: () => device.monotonicMs });
  const pass = (ms: number) => {
    device.wallAt += ms;
    device.monotonicMs += ms;
  };
  return { device, clock, pass };
}

test('goes with the monotonic clock, whatever the wall clock does between anchors', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ ms: fc.nat(999), jumpMs: fc.integer({ min: -1e7, max: 1e7 }) }), { maxLength: 10 }),
      (steps) => {
        const { device, clock, pass } = createDevice();
        let before = clock.now();
        for (const { ms, jumpMs } of steps) {
          pass(ms);
          device.wallAt += jumpMs;
          expect(clock.now() - before).toBeCloseTo(ms, 3);
          before = clock.now();
        }
      },
    ),
  );
});

test('is anchored anew after the device slept', () => {
  const { device, clock, pass } = createDevice();
  pass(1_000);
  device.wallAt += 3_600_000; // asleep: performance.now() stood still
  clock.reanchor();
  expect(clock.now()).toBe(device.wallAt);
});

test('a page that is looked at notices within ten seconds that the device slept, or that its clock was set', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e11, max: 1e11 }), (jumpMs) => {
      const { device, clock, pass } = createDevice();
      pass(3_000);
      device.wallAt += jumpMs;
      pass(10_000);
      expect(Math.abs(clock.now() - device.wallAt)).toBeLessThanOrEqual(1_000);
    }),
  );
});

test('leaves small differences alone', () => {
  const { device, clock, pass } = createDevice();
  pass(1_000);
  device.wallAt += 900;
  const before = clock.now();
  clock.reanchor();
  expect(clock.now()).toBe(before);
});

test('finds the offset of a device clock that is years wrong, within half a round trip', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e11, max: 1e11 }), fc.nat(5_000), fc.nat(5_000), (wrongMs, outMs, backMs) => {
      // What the way there and back can explain is called none.
      fc.pre(Math.abs(wrongMs) > outMs + backMs);
      const { clock } = createDevice();
      const sentAt = clock.now();
      const serverAt = sentAt + outMs + wrongMs;
      clock.correct(serverAt, sentAt, sentAt + outMs + backMs);
      expect(Math.abs(clock.offsetMs() - wrongMs)).toBeLessThanOrEqual((outMs + backMs) / 2 + 1);
    }),
  );
});

test('calls nothing an offset that the way there and back can explain', () => {
  const { clock } = createDevice();
  const sentAt = clock.now();
  clock.correct(sentAt + 190, sentAt, sentAt + 200);
  expect(clock.offsetMs()).toBe(0);
});

test('trusts the shortest round trip', () => {
  const { clock } = createDevice();
  clock.correct(1_000_100, 1_000_000, 1_000_020);
  const good = clock.offsetMs();
  clock.correct(1_009_000, 1_000_000, 1_004_000);
  expect(clock.offsetMs()).toBe(good);
});
