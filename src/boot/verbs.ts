import type { Instruction, Order } from '../wire/instruction.ts';
import { InstructionError, type Result } from '../feedback/executor.ts';
import type { Shown } from './assist.ts';
import { drop, hold, send, sendNow, sendPast, type BufferScope } from './bufferVerbs.ts';
import type { ExtraCapture, Mute } from './steering.ts';

/** What the verbs need of the agent. */
export interface VerbScope extends BufferScope {
  /** Resolves when it captures so. */
  extend(extra: ExtraCapture): Promise<void>;
  mute(mute: Mute): Promise<void>;
  /** Ends what instructions added. */
  stopExtras(kinds?: ExtraCapture['kinds']): Promise<void>;
  image(target: string, cause: string): Promise<void>;
  show(order: Shown, instructionId: string): Promise<void>;
  /** Takes away what is shown. */
  close(): void;
  isVisible(): boolean;
  recheckRules(): void;
  endSession(): void;
  /** Captures nothing until then; the rest of the page, where it is infinite. */
  sleep(untilAt: number): void;
  /** Switches the agent of this browser off. False where that can't be kept: then it is off for this page. */
  disable(instruction: Instruction, forMs: number): boolean;
  enable(instruction: Instruction): void;
  /** Begins anew on this page, as it is then. */
  restart(): void;
  stop(reason: string): void;
}

/** A capture that no limit of its own ends, ends then. */
const CAPTURE_MS = 10 * 60_000;

/** Carries out one instruction. Rejects with a code where it can't. */
export async function perform(scope: VerbScope, instruction: Instruction): Promise<Result> {
  const { order, id } = instruction;
  switch (order.verb) {
    case 'buffer.send':
      return send(scope, instruction, order);
    case 'buffer.hold':
      return hold(scope, instruction, order);
    case 'buffer.drop':
      return drop(scope, instruction, order);
    case 'capture.start':
      return startCapture(scope, instruction, order);
    case 'capture.stop':
      return stopCapture(scope, instruction, order);
    case 'image':
      return image(scope, instruction, order);
    case 'assist.message':
    case 'assist.offer':
      requireVisible(scope);
      await scope.show(order, id);
      return { outcome: 'applied' };
    case 'assist.close':
      scope.close();
      return { outcome: 'applied' };
    default:
      return govern(scope, instruction, order);
  }
}

/** What concerns the agent itself. */
function govern(scope: VerbScope, instruction: Instruction, order: Order): Result {
  switch (order.verb) {
    case 'rules':
      scope.recheckRules();
      return { outcome: 'applied' };
    case 'session.end':
      return { outcome: 'applied', afterwards: scope.endSession };
    case 'agent.sleep': {
      const untilAt = scope.now() + (order.forMs ?? Infinity);
      return { outcome: 'applied', afterwards: () => scope.sleep(untilAt) };
    }
    case 'agent.disable':
      if (scope.disable(instruction, order.forMs ?? Infinity)) {
        return { outcome: 'applied', afterwards: scope.restart };
      }
      return {
        ...{ outcome: 'failed', code: 'not_stored', message: 'it is off for this page only: nothing can be stored' },
        afterwards: () => scope.stop('switched off by the monitor, for this page'),
      };
    case 'agent.enable':
      scope.enable(instruction);
      return { outcome: 'applied' };
    default:
      throw new InstructionError('verb_unknown', `this agent does not know ${order.verb}`);
  }
}

function requireVisible(scope: VerbScope): void {
  if (!scope.isVisible()) throw new InstructionError('page_hidden', 'the page is not visible');
}

async function image(
  scope: VerbScope,
  instruction: Instruction,
  order: Extract<Order, { verb: 'image' }>,
): Promise<Result> {
  if (order.at !== undefined || order.agoMs !== undefined) return sendPast(scope, instruction, order);
  const { triggerId, id } = instruction;
  requireVisible(scope);
  await scope.image(order.target, triggerId ?? id);
  // An operator who asks for an image wants to see it; a rule says `send` where it wants that.
  if (triggerId === undefined) await sendNow(scope, instruction);
  return { outcome: 'applied' };
}

async function startCapture(
  scope: VerbScope,
  { limits = {}, depth }: Instruction,
  { verb: _, kinds, ...details }: Extract<Order, { verb: 'capture.start' }>,
): Promise<Result> {
  const { windows } = limits;
  await scope.extend({
    ...{ kinds, details, ...boundsOf(scope, limits, windows ? windows.count * windows.everyMs : CAPTURE_MS) },
    ...(windows && { windows }),
    ...(limits.maxBytes !== undefined && { remainingBytes: limits.maxBytes }),
    ...(depth !== undefined && { depth }),
  });
  return { outcome: 'armed' };
}

async function stopCapture(
  scope: VerbScope,
  { limits = {} }: Instruction,
  { kinds }: Extract<Order, { verb: 'capture.stop' }>,
): Promise<Result> {
  const mute = { ...(kinds && { kinds }), ...boundsOf(scope, limits, Infinity) };
  await Promise.all([scope.stopExtras(kinds), scope.mute(mute)]);
  return { outcome: 'applied' };
}

function boundsOf({ now }: VerbScope, limits: NonNullable<Instruction['limits']>, forMs: number) {
  const { maxMs = forMs, maxCount = Infinity, untilState } = limits;
  return { untilAt: now() + maxMs, remainingCount: maxCount, ...(untilState !== undefined && { untilState }) };
}
