import type { Instruction, Outcome } from 'rewindow/wire';
import type { Held } from './ring.ts';
import type { Running, TapSession } from './tapSession.ts';

/** What came of an instruction. Undefined: it is nothing for a tap, and nobody hears of it. */
export type Result = { outcome: Outcome; code?: string; message?: string } | undefined;

export interface OrderScope {
  session: TapSession;
  /** The tap's id, which stands for the tab. */
  tapId: string;
  now: number;
  send(records: Held[]): void;
}

/** A capture that no limit of its own ends, ends then. */
const CAPTURE_MS = 10 * 60_000;
const DONE_COUNT_MAX = 1_000;

/** Carries an instruction out for the tap's part of its session, at most once. Its times are by the tap's clock. */
export function obey(scope: OrderScope, instruction: Instruction): Result {
  const { session, tapId, now } = scope;
  const { address, order } = instruction;
  // In which state the page is the tap does not know.
  if (address.state !== undefined || (address.tabId ?? tapId) !== tapId) return undefined;
  if ((address.pageId ?? session.pageId) !== session.pageId || session.done.has(instruction.id)) return undefined;
  session.done.add(instruction.id);
  const [oldest] = session.done;
  if (session.done.size > DONE_COUNT_MAX && oldest !== undefined) session.done.delete(oldest);
  if ('kinds' in order && order.kinds && !order.kinds.includes('network')) return undefined;
  if ('state' in order && order.state !== undefined) return undefined;
  return instruction.expiresAt <= now ? { outcome: 'expired' } : perform(scope, instruction);
}

function perform(scope: OrderScope, instruction: Instruction): Result {
  const { session, now } = scope;
  const { order, issuedAt } = instruction;
  switch (order.verb) {
    case 'buffer.send':
      return send(scope, instruction, order);
    case 'buffer.hold':
      session.ring.hold(order.fromAt ?? (order.lastMs === undefined ? 0 : issuedAt - order.lastMs), now + order.forMs);
      return { outcome: 'applied' };
    case 'buffer.drop':
      session.ring.drop(now - (order.olderThanMs ?? 0) + (order.olderThanMs === undefined ? 1 : 0), now);
      return { outcome: 'applied' };
    case 'capture.start':
      session.extra.push(toRunning(instruction, now, CAPTURE_MS, order.network));
      return { outcome: 'armed' };
    case 'capture.stop':
      session.stops.push(toRunning(instruction, now, Infinity));
      return { outcome: 'applied' };
    case 'agent.sleep':
    case 'agent.disable':
      session.asleepUntilAt = order.forMs === undefined ? Infinity : now + order.forMs;
      return { outcome: 'applied' };
    case 'agent.enable':
      session.asleepUntilAt = 0;
      return { outcome: 'applied' };
    default:
      return undefined;
  }
}

function send(
  { session, now, send: pass }: OrderScope,
  instruction: Instruction,
  order: Extract<Instruction['order'], { verb: 'buffer.send' }>,
): Result {
  const { issuedAt, limits } = instruction;
  const fromAt = order.fromAt ?? (order.lastMs === undefined ? 0 : issuedAt - order.lastMs);
  const taken = session.ring.take(fromAt, order.toAt ?? now, limits);
  if (taken.length > 0) pass(taken);
  if ((order.liveMs ?? 0) > 0) {
    session.live.push(toRunning(instruction, now, (order.liveMs ?? 0) - (now - issuedAt)));
    return { outcome: 'armed' };
  }
  return taken.length > 0 ? { outcome: 'satisfiedFromBuffer' } : undefined;
}

/** `untilState` is the page's to know: without `maxMs` such a capture ends after its usual time. */
function toRunning({ id, limits }: Instruction, now: number, ms: number, network?: Running['details']): Running {
  return {
    ...{ id, fromAt: now, untilAt: now + Math.min(ms, limits?.maxMs ?? Infinity), windows: limits?.windows },
    ...{ leftCount: limits?.maxCount ?? Infinity, leftBytes: limits?.maxBytes ?? Infinity },
    details: network ?? {},
  };
}
