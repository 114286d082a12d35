import type { Instruction, Order } from '../wire/instruction.ts';

/** The monitor's times by the page's clock, which may be wrong by years. */
export function toOwnClock(instruction: Instruction, offsetMs: number): Instruction {
  const { issuedAt, expiresAt, order } = instruction;
  return {
    ...instruction,
    order: orderInOwnClock(order, offsetMs),
    issuedAt: issuedAt - offsetMs,
    expiresAt: expiresAt - offsetMs,
  };
}

/** Points in time that an order names are the operator's, who reads them from the monitor; also where a rule gives it. */
export function orderInOwnClock(order: Order, offsetMs: number): Order {
  const times: Record<string, number> = {};
  for (const name of ['at', 'fromAt', 'toAt']) {
    const at: unknown = Object.getOwnPropertyDescriptor(order, name)?.value;
    if (typeof at === 'number') times[name] = at - offsetMs;
  }
  return { ...order, ...times };
}
