import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderInOwnClock, toOwnClock } from '../../../src/boot/ownClock.ts';
import type { Instruction, Order } from '../../../src/wire/index.ts';

const instruction = (order: Order): Instruction => ({
  id: 'i',
  order,
  address: { sessionId: 's' },
  issuedAt: 1_000,
  expiresAt: 61_000,
});

test('every point in time that the monitor names is moved, durations and the rest are not', () => {
  const offset = fc.integer({ min: -1e11, max: 1e11 });
  fc.assert(
    fc.property(offset, fc.nat(), fc.nat(), (offsetMs, fromAt, toAt) => {
      const send = { verb: 'buffer.send', fromAt, toAt, lastMs: 7, liveMs: 9 } as const;
      expect(toOwnClock(instruction(send), offsetMs)).toEqual({
        ...instruction({ ...send, fromAt: fromAt - offsetMs, toAt: toAt - offsetMs }),
        issuedAt: 1_000 - offsetMs,
        expiresAt: 61_000 - offsetMs,
      });
      const image = { verb: 'image', target: 'viewport', at: fromAt } as const;
      expect(orderInOwnClock(image, offsetMs)).toEqual({ ...image, at: fromAt - offsetMs });
    }),
  );
});

test('an order without such a point stays as it is', () => {
  for (const order of [
    { verb: 'buffer.send', lastMs: 7 },
    { verb: 'image', target: 'viewport', agoMs: 5 },
    { verb: 'buffer.hold', forMs: 3 },
    { verb: 'agent.sleep' },
  ] as const) {
    expect(orderInOwnClock(order, 5_000)).toEqual(order);
  }
});
