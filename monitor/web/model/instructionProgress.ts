import type { Acknowledgement, Order } from 'rewindow/wire';
import type { InstructionRow } from '../../src/api/contract.ts';
import type { Tone } from './tone.ts';
import { formatSpan } from './format.ts';

/** How far an instruction has come, in a word or two. */
export function describeProgress(row: InstructionRow, now: number): { text: string; tone: Tone } {
  const last = row.acknowledgements.reduce<Acknowledgement | undefined>(
    (best, one) => (!best || one.at >= best.at ? one : best),
    undefined,
  );
  if (last) return { text: OUTCOME_TEXT[last.outcome], tone: OUTCOME_TONE[last.outcome] };
  if (row.expiresAt !== null && row.expiresAt < now) return { text: 'expired, no answer', tone: 'warn' };
  return { text: 'waiting for the device', tone: 'plain' };
}

export const OUTCOME_TEXT: Record<Acknowledgement['outcome'], string> = {
  applied: 'applied',
  satisfiedFromBuffer: 'sent from the buffer',
  armed: 'armed, sending live',
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

/** What was asked for, in words; undefined where only its verb is known. */
export function describeOrder(order: Order): string {
  switch (order.verb) {
    case 'buffer.send': {
      const range = order.lastMs === undefined ? 'all that is buffered' : `the last ${formatSpan(order.lastMs)}`;
      return order.liveMs === undefined ? range : `${range}, then live for ${formatSpan(order.liveMs)}`;
    }
    case 'buffer.hold':
      return `for ${formatSpan(order.forMs)}`;
    case 'image':
      return order.agoMs === undefined ? order.target : `${order.target}, ${formatSpan(order.agoMs)} before`;
    case 'assist.message':
      return order.title;
    case 'capture.start':
      return order.kinds.join(', ');
    case 'buffer.drop':
      return order.olderThanMs === undefined ? 'all that is not held' : `older than ${formatSpan(order.olderThanMs)}`;
    default:
      return '';
  }
}
