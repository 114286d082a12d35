import type { Instruction, Order } from '../wire/instruction.ts';
import type { WorkerApi } from '../wire/workerApi.ts';
import { InstructionError, type Result } from '../feedback/executor.ts';
import type { ExtraCapture } from './steering.ts';

/** What the verbs need of the agent. */
export interface VerbScope {
  now(): number;
  sessionId: string;
  worker: WorkerApi;
  /** Everything captured so far is in the ring afterwards. */
  flush(): Promise<void>;
  /** Replay can start from now. */
  checkpoint(): void;
  extend(extra: ExtraCapture): void;
  /** Ends the live part of a `send` when the state is entered. */
  stopLiveAt(state: string, instructionId: string): void;
  image(target: string, cause: string): Promise<void>;
  showMessage(order: Extract<Order, { verb: 'assist.message' }>, instructionId: string): Promise<void>;
  isVisible(): boolean;
  recheckRules(): void;
  stop(reason: string): void;
}

/** A capture that no limit of its own ends, ends then. */
const CAPTURE_MS = 10 * 60_000;

/** Carries out one instruction. Rejects with a code where it can't. */
export async function perform(scope: VerbScope, instruction: Instruction): Promise<Result> {
  const { order, id, limits, triggerId } = instruction;
  switch (order.verb) {
    case 'buffer.send':
      return send(scope, instruction, order);
    case 'buffer.hold':
      return hold(scope, instruction, order);
    case 'buffer.drop': {
      const beforeAt = scope.now() - (order.olderThanMs ?? 0);
      await scope.flush();
      await scope.worker.drop({ sessionId: instruction.address.sessionId, beforeAt });
      // What follows needs a beginning of its own.
      scope.checkpoint();
      return { outcome: 'applied' };
    }
    case 'capture.start':
      scope.extend({
        kinds: order.kinds,
        untilAt: scope.now() + (limits?.maxMs ?? CAPTURE_MS),
        remainingCount: limits?.maxCount ?? Number.POSITIVE_INFINITY,
        ...(limits?.untilState === undefined ? {} : { untilState: limits.untilState }),
      });
      return { outcome: 'armed' };
    case 'image':
      if (order.at !== undefined || order.agoMs !== undefined) return sendPast(scope, instruction, order);
      requireVisible(scope);
      await scope.image(order.target, triggerId ?? id);
      // An operator who asks for an image wants to see it; a rule says `send` where it wants that.
      if (triggerId === undefined) await sendNow(scope, instruction);
      return { outcome: 'applied' };
    case 'assist.message':
      requireVisible(scope);
      await scope.showMessage(order, id);
      return { outcome: 'applied' };
    case 'rules':
      scope.recheckRules();
      return { outcome: 'applied' };
    case 'agent.sleep':
      scope.stop('stopped by an instruction of the monitor');
      return { outcome: 'applied' };
    default:
      throw new InstructionError('verb_unknown', `this agent does not know ${order.verb}`);
  }
}

function requireVisible(scope: VerbScope): void {
  if (!scope.isVisible()) throw new InstructionError('page_hidden', 'the page is not visible');
}

async function send(
  scope: VerbScope,
  instruction: Instruction,
  order: Extract<Order, { verb: 'buffer.send' }>,
): Promise<Result> {
  // By the time of the order, so that tabs which get it at different times agree on the range.
  const { limits, id, issuedAt } = instruction;
  const liveMs = Math.min(order.liveMs ?? 0, limits?.maxMs ?? Number.POSITIVE_INFINITY);
  await scope.flush();
  if (limits?.untilState !== undefined) scope.stopLiveAt(limits.untilState, id);
  const { isComplete, segmentCount } = await scope.worker.send({
    instructionId: id,
    sessionId: instruction.address.sessionId,
    fromAt: order.fromAt ?? (order.lastMs === undefined ? 0 : issuedAt - order.lastMs),
    toAt: order.toAt ?? scope.now(),
    liveUntilAt: liveMs > 0 ? issuedAt + liveMs : 0,
    ...(limits?.maxBytes === undefined ? {} : { maxBytes: limits.maxBytes }),
    ...(limits?.maxCount === undefined ? {} : { maxCount: limits.maxCount }),
  });
  if (liveMs > 0) return { outcome: 'armed' };
  if (segmentCount === 0) throw new InstructionError('buffer_empty', 'nothing is buffered in that range');
  return { outcome: isComplete ? 'satisfiedFromBuffer' : 'applied' };
}

async function sendNow(scope: VerbScope, instruction: Instruction): Promise<void> {
  const now = scope.now();
  await scope.flush();
  const { sessionId } = instruction.address;
  await scope.worker.send({ instructionId: instruction.id, sessionId, fromAt: now - 5_000, toAt: now, liveUntilAt: 0 });
}

/** By the clock of the order; a field without an image of its own is seen in one of the viewport. */
async function sendPast(
  scope: VerbScope,
  { id, issuedAt, address }: Instruction,
  { target, at, agoMs = 0 }: Extract<Order, { verb: 'image' }>,
): Promise<Result> {
  await scope.flush();
  const { imageAt } = await scope.worker.sendImage({
    instructionId: id,
    sessionId: address.sessionId,
    targets: [target, 'viewport'],
    at: at ?? issuedAt - agoMs,
  });
  if (imageAt === undefined) {
    throw new InstructionError('image_not_buffered', `the buffer has no image of ${target} from that time`);
  }
  return { outcome: 'satisfiedFromBuffer' };
}

async function hold(
  scope: VerbScope,
  instruction: Instruction,
  order: Extract<Order, { verb: 'buffer.hold' }>,
): Promise<Result> {
  const now = scope.now();
  await scope.flush();
  await scope.worker.hold({
    instructionId: instruction.id,
    sessionId: instruction.address.sessionId,
    fromAt: order.lastMs === undefined ? 0 : now - order.lastMs,
    untilAt: now + order.forMs,
  });
  return { outcome: 'applied' };
}
