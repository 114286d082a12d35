import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCostMeter, isWithin, mergeSpans } from '../../../../monitor/src/backtest/cost.ts';
import { ruleSet } from '../../rules/builders.ts';

const spans = fc.array(
  fc.tuple(fc.nat(100), fc.nat(100)).map(([from, length]): [number, number] => [from, from + length - 20]),
  { maxLength: 20 },
);

it('finds a time in spans as one would by looking through all of them', () => {
  fc.assert(
    fc.property(spans, fc.nat(200), (all, at) => {
      expect(isWithin(mergeSpans(all), at)).toBe(all.some(([from, to]) => at >= from && at <= to));
    }),
  );
});

it('sends never more than is buffered, and nothing twice', () => {
  const orders = fc.array(fc.record({ at: fc.nat(100_000), lastMs: fc.nat(50_000), liveMs: fc.nat(50_000) }));
  const records = fc.array(fc.record({ at: fc.nat(100_000), bytes: fc.nat(1_000), isLive: fc.boolean() }));
  fc.assert(
    fc.property(orders, records, (given, captured) => {
      const meter = createCostMeter(ruleSet({}));
      for (const { at, bytes, isLive } of [...captured].sort((one, other) => one.at - other.at)) {
        meter.buffer({ at, bytes, kind: 'custom' }, isLive ? { lastMs: 1_000 } : undefined);
      }
      for (const { at, ...range } of given) meter.order({ order: { verb: 'buffer.send', ...range } }, at, {});
      const { bufferedBytes, sentBytes } = meter.total();
      const sent = captured.filter(
        ({ at, isLive }) => isLive || given.some((one) => at >= one.at - one.lastMs && at <= one.at + one.liveMs),
      );
      expect(sentBytes).toBeLessThanOrEqual(bufferedBytes);
      expect(sentBytes).toBeGreaterThanOrEqual(sent.reduce((sum, { bytes }) => sum + bytes, 0));
    }),
  );
});

it('takes ranges by state, kinds and what the buffer keeps, and the limits of the rule set', () => {
  const total = (order: object, limits: object = {}) => {
    const meter = createCostMeter(ruleSet({ buffer: { minutes: 1 }, limits }));
    for (let at = 0; at <= 120_000; at += 10_000) meter.buffer({ at, bytes: 10_000, kind: 'custom' }, undefined);
    meter.buffer({ at: 90_000, bytes: 500, kind: 'error' }, undefined);
    meter.order({ order: { verb: 'buffer.send', ...order } }, 120_000, {
      cart: { enteredAt: 100_000, leftAt: 110_000 },
    });
    return meter.total().sentBytes;
  };
  expect(total({ state: 'cart' })).toBe(20_000);
  expect(total({ state: 'elsewhere' })).toBe(10_000);
  expect(total({ kinds: ['error'] })).toBe(500);
  expect(total({})).toBe(70_500);
  expect(total({}, { sendBytes: 15_000 })).toBe(15_000);
});
