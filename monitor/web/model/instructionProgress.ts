import type { Acknowledgement, Order } from 'rewindow/wire';
import type { InstructionRow } from '../../src/api/contract.ts';
import type { Tone } from './tone.ts';
import { isObject } from './rules/jsonValue.ts';
import { orderLines } from './rules/orderLines.ts';
import { describeLines } from './rules/sentence.ts';

/** How far an instruction has come, in a word or two. */
export function describeProgress(row: InstructionRow, now: number): { text: string; tone: Tone; isArmed?: boolean } {
  const last = row.acknowledgements.reduce<Acknowledgement | undefined>(
    (best, one) => (!best || one.at >= best.at ? one : best),
    undefined,
  );
  if (last) {
    return { text: OUTCOME_TEXT[last.outcome], tone: OUTCOME_TONE[last.outcome], isArmed: last.outcome === 'armed' };
  }
  if (row.expiresAt !== null && row.expiresAt < now) return { text: 'expired, no answer', tone: 'warn' };
  return { text: 'waiting for the device', tone: 'plain' };
}

export const OUTCOME_TEXT: Record<Acknowledgement['outcome'], string> = {
  applied: 'applied',
  satisfiedFromBuffer: 'sent from the buffer',
  armed: 'armed',
  failed: 'failed',
  expired: 'expired',
};

const OUTCOME_TONE: Record<Acknowledgement['outcome'], Tone> = {
  applied: 'good',
  satisfiedFromBuffer: 'good',
  armed: 'good',
  failed: 'bad',
  expired: 'warn',
};

/** What was asked for, in words. */
export function describeOrder(order: Order): string {
  const value: unknown = order;
  return isObject(value) ? describeLines(orderLines(value, []), value) : '';
}

/** What an armed instruction waits for, or does. */
export function describeArmed({ verb, instruction }: InstructionRow): string {
  const order = instruction?.order;
  if (instruction?.address.state !== undefined) return `waits for the state ${instruction.address.state}`;
  if (order?.verb === 'buffer.send' && order.liveMs !== undefined) return 'sending live';
  if (instruction?.limits?.windows) return 'runs now and then';
  return verb.startsWith('capture.') ? 'capturing' : 'waits for its moment';
}
