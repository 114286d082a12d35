import type { Acknowledgement, Instruction, Outcome } from '../wire/instruction.ts';
import type { PageIds } from '../wire/record.ts';
import type { ClaimOrder } from '../wire/workerApi.ts';

/** What became of an instruction. */
export interface Result {
  outcome: Outcome;
  code?: string;
  message?: string;
  /** Ends the agent, or the session: done when the monitor is going to hear of it. */
  afterwards?: () => void;
}

/** A verb that could not be carried out, with the code that the acknowledgement carries. */
export class InstructionError extends Error {
  override readonly name = 'InstructionError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ExecutorScope {
  ids: PageIds;
  now(): number;
  /** True for the first caller with this key on the device. */
  claim(key: string, expiresAt: number, order: ClaimOrder): Promise<boolean>;
  /** False while something has to come first: a state, a visible page. */
  isReady(instruction: Instruction): boolean;
  perform(instruction: Instruction): Promise<Result>;
  acknowledge(acknowledgement: Acknowledgement): Promise<void>;
  /** Those that wait have changed: they must survive the page. */
  onWaiting(waiting: Instruction[]): void;
}

/** Carries out instructions, each at most once over tabs and reloads, within its validity, and says what became of it. */
export interface Executor {
  /**
   * Of the monitor. Resolves when it can't be lost any more, because it is claimed, waits or is none of ours; carrying it out
   * may take longer. Never rejects.
   */
  take(instruction: Instruction): Promise<void>;
  /** One that the page gives itself: nobody else has it. */
  carryOut(instruction: Instruction): Promise<void>;
  /** A state was entered, the page has become visible, or time has passed. */
  recheck(): void;
  /** When the first of those that wait expires; infinity where none does. */
  dueAt(): number;
}

type Verb = Instruction['order']['verb'];

/** Verbs that every tab of a session carries out for its own part; all others belong to the first tab that claims them. */
const EACH_TAB: ReadonlySet<Verb> = new Set([
  ...(['buffer.send', 'buffer.hold', 'capture.start', 'capture.stop', 'rules'] as const),
  ...(['agent.sleep', 'session.end'] as const),
]);
/** These reach beyond the session: to what the device still buffers of others, or to the browser. */
const ANY_SESSION: ReadonlySet<Verb> = new Set([
  ...(['buffer.send', 'buffer.hold', 'buffer.drop', 'image', 'agent.disable', 'agent.enable'] as const),
]);
/** A claim outlives its instruction: the monitor's clock and the page's may differ. */
const CLAIM_MS = 3_600_000;

export function createExecutor(scope: ExecutorScope, waitedBefore: Instruction[]): Executor {
  // A tab that was duplicated has the storage of another, which still sees to its own.
  const ours = waitedBefore.filter(({ address }) => (address.tabId ?? scope.ids.tabId) === scope.ids.tabId);
  const waiting = new Map(ours.map((instruction) => [instruction.id, instruction]));
  const settling = new Set<string>();
  const save = () => {
    scope.onWaiting([...waiting.values()]);
  };
  const settle = async (instruction: Instruction) => {
    const isOurs = await claim(scope, instruction);
    if (waiting.delete(instruction.id)) save();
    if (isOurs !== false) void finish(scope, instruction, isOurs);
  };
  return {
    async take(instruction) {
      if (!isAddressed(scope.ids, instruction) || waiting.has(instruction.id)) return;
      if (isOver(scope, instruction) || scope.isReady(instruction)) return settle(instruction);
      waiting.set(instruction.id, instruction);
      save();
    },
    carryOut: (instruction) => finish(scope, instruction, true),
    recheck() {
      for (const instruction of waiting.values()) {
        const isDue = isOver(scope, instruction) || !isAddressed(scope.ids, instruction) || scope.isReady(instruction);
        if (settling.has(instruction.id) || !isDue) continue;
        settling.add(instruction.id);
        void settle(instruction);
      }
    },
    dueAt: () =>
      Math.min(...[...waiting.values()].map(({ id, expiresAt }) => (settling.has(id) ? Infinity : expiresAt))),
  };
}

function isAddressed({ tabId, pageId }: PageIds, { address }: Instruction): boolean {
  return (address.tabId ?? tabId) === tabId && (address.pageId ?? pageId) === pageId;
}

function isOver({ now }: ExecutorScope, { expiresAt }: Instruction): boolean {
  return expiresAt <= now();
}

/** What could not be claimed is not carried out, but told. */
async function claim(scope: ExecutorScope, instruction: Instruction): Promise<true | false | Error> {
  const { id, order, address, expiresAt, triggerId } = instruction;
  const key = EACH_TAB.has(order.verb) ? `${id}:${scope.ids.tabId}` : id;
  const told = { sessionId: address.sessionId, verb: order.verb, ...(triggerId !== undefined && { triggerId }) };
  try {
    return await scope.claim(key, expiresAt + CLAIM_MS, told);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function finish(scope: ExecutorScope, instruction: Instruction, claimed: true | Error): Promise<void> {
  const { address, id, order, triggerId, depth } = instruction;
  let result: Result;
  try {
    if (claimed !== true) throw claimed;
    result = await performNow(scope, instruction);
  } catch (error) {
    result = toFailure(error);
  }
  const { afterwards, ...said } = result;
  const word = {
    ...{ ...scope.ids, sessionId: address.sessionId, at: scope.now(), instructionId: id, verb: order.verb },
    ...(triggerId !== undefined && { triggerId }),
    ...(depth !== undefined && { depth }),
    ...said,
  };
  // Whether or not it can be told: what was ordered is done.
  await scope.acknowledge(word).catch(() => undefined);
  afterwards?.();
}

async function performNow(scope: ExecutorScope, instruction: Instruction): Promise<Result> {
  const { address, order } = instruction;
  if (isOver(scope, instruction)) return { outcome: 'expired' };
  if (!isAddressed(scope.ids, instruction)) {
    throw new InstructionError('page_over', 'the page that it is for is over');
  }
  if (address.sessionId !== scope.ids.sessionId && !ANY_SESSION.has(order.verb)) {
    throw new InstructionError('session_over', 'the session that it is for is over');
  }
  return scope.perform(instruction);
}

function toFailure(error: unknown): Result {
  const message = error instanceof Error ? error.message : String(error);
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'instruction_failed';
  return { outcome: 'failed', code, message: message.slice(0, 1_000) };
}
