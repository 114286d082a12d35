import type { Instruction, Order } from '../wire/instruction.ts';
import type { SendOrder, SendResult, WorkerApi } from '../wire/workerApi.ts';
import type { Visit } from '../rules/memory.ts';
import { InstructionError, type Result } from '../feedback/executor.ts';

/** What the verbs of the buffer need of the agent. */
export interface BufferScope {
  now(): number;
  worker: WorkerApi;
  /** Everything captured so far is in the ring afterwards. */
  flush(): Promise<void>;
  /** Replay can start from now. */
  checkpoint(): void;
  /** The last stay in a state. */
  visit(state: string): Visit | undefined;
  /** Ends the live part of a `send`, or a `hold`, when the state is entered, at the latest then. */
  stopLiveAt(state: string, instructionId: string, untilAt: number): void;
}

type Verb<V extends Order['verb']> = Extract<Order, { verb: V }>;

/** The ring first, then live what is missing. */
export async function send(scope: BufferScope, instruction: Instruction, order: Verb<'buffer.send'>): Promise<Result> {
  const { limits = {}, id, address } = instruction;
  const { windows, untilState, maxBytes, maxCount } = limits;
  const range = rangeOf(scope, instruction, order);
  // By the time of the order, so that tabs which get it at different times agree on the range.
  const liveFromAt = Math.max(instruction.issuedAt, range.fromAt);
  const liveMs = Math.min(liveMsOf(instruction, order, range), limits.maxMs ?? Infinity);
  const liveUntilAt = liveMs > 0 ? liveFromAt + liveMs : 0;
  await scope.flush();
  if (untilState !== undefined && liveMs > 0) scope.stopLiveAt(untilState, id, liveUntilAt);
  const result = await scope.worker.send({
    ...{ instructionId: id, sessionId: address.sessionId, fromAt: range.fromAt },
    ...{ toAt: Math.min(range.toAt, scope.now()), liveUntilAt, liveFromAt },
    ...(order.kinds && { kinds: order.kinds }),
    ...(windows && { windows }),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(maxCount !== undefined && { maxCount }),
  } satisfies SendOrder);
  requireSent(result);
  if (liveMs > 0) return { outcome: 'armed' };
  if (result.segmentCount === 0) throw new InstructionError('buffer_empty', 'nothing is buffered in that range');
  return { outcome: result.isComplete ? 'satisfiedFromBuffer' : 'applied' };
}

/** As long as is said; else all windows, or what of the range is still to come. */
function liveMsOf({ limits, issuedAt }: Instruction, { liveMs }: Verb<'buffer.send'>, { toAt }: Range): number {
  if (liveMs !== undefined) return liveMs;
  const { windows } = limits ?? {};
  if (windows) return windows.count * windows.everyMs;
  return toAt === Infinity ? 0 : Math.max(0, toAt - issuedAt);
}

/** What an instruction has just brought in. */
export async function sendNow(scope: BufferScope, { id, address }: Instruction): Promise<void> {
  const now = scope.now();
  await scope.flush();
  const range = { fromAt: now - 5_000, toAt: now, liveUntilAt: 0 };
  requireSent(await scope.worker.send({ instructionId: id, sessionId: address.sessionId, ...range }));
}

/** By the clock of the order; a field without an image of its own is seen in one of the viewport. */
export async function sendPast(
  scope: BufferScope,
  { id, issuedAt, address }: Instruction,
  { target, at, agoMs = 0 }: Verb<'image'>,
): Promise<Result> {
  await scope.flush();
  const found = await scope.worker.sendImage({
    instructionId: id,
    sessionId: address.sessionId,
    targets: [target, 'viewport'],
    at: at ?? issuedAt - agoMs,
  });
  requireSent(found);
  if (found.imageAt === undefined) {
    throw new InstructionError('image_not_buffered', `the buffer has no image of ${target} from that time`);
  }
  return { outcome: 'satisfiedFromBuffer' };
}

export async function hold(scope: BufferScope, instruction: Instruction, order: Verb<'buffer.hold'>): Promise<Result> {
  const { id: instructionId, address, limits = {} } = instruction;
  const { maxMs = Infinity, maxBytes, maxCount, untilState } = limits;
  const range = rangeOf(scope, instruction, order);
  await scope.flush();
  const untilAt = scope.now() + Math.min(order.forMs, maxMs);
  const { count } = await scope.worker.hold({
    ...{ instructionId, sessionId: address.sessionId, ...range, untilAt },
    ...(maxBytes !== undefined && { maxBytes }),
    ...(maxCount !== undefined && { maxCount }),
  });
  if (count === 0 && (maxBytes ?? maxCount) !== undefined) {
    throw new InstructionError('limit_reached', 'nothing of that range is within the limits');
  }
  if (untilState !== undefined) scope.stopLiveAt(untilState, instructionId, untilAt);
  return { outcome: 'applied' };
}

export async function drop(
  scope: BufferScope,
  { address }: Instruction,
  { olderThanMs = 0 }: Verb<'buffer.drop'>,
): Promise<Result> {
  const beforeAt = scope.now() - olderThanMs;
  await scope.flush();
  await scope.worker.drop({ sessionId: address.sessionId, beforeAt });
  // What follows needs a beginning of its own.
  scope.checkpoint();
  return { outcome: 'applied' };
}

interface Range {
  fromAt: number;
  toAt: number;
}

/** What is in all that is said: times, and the last stay in a state. */
function rangeOf(
  { visit }: BufferScope,
  { issuedAt }: Instruction,
  { lastMs = Infinity, fromAt = 0, toAt = Infinity, state }: Verb<'buffer.send' | 'buffer.hold'>,
): Range {
  const stay = state === undefined ? { enteredAt: 0 } : visit(state);
  if (!stay) throw new InstructionError('state_not_visited', `the page has not been in the state ${String(state)}`);
  return {
    fromAt: Math.max(0, fromAt, issuedAt - lastMs, stay.enteredAt),
    toAt: Math.min(toAt, stay.leftAt ?? Infinity),
  };
}

const REFUSALS = {
  link_refused: 'the rules do not let it be sent over this link',
  limit_reached: 'the session has sent as much as the rules allow',
};

function requireSent({ refusal }: Pick<SendResult, 'refusal'>): void {
  if (refusal) throw new InstructionError(refusal, REFUSALS[refusal]);
}
