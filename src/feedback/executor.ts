import type { Acknowledgement, Instruction, Outcome } from '../wire/instruction.ts';
import type { PageIds } from '../wire/record.ts';

/** What became of an instruction. */
export interface Result {
  outcome: Outcome;
  code?: string;
  message?: string;
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
  claim(key: string, expiresAt: number): Promise<boolean>;
  perform(instruction: Instruction): Promise<Result>;
  acknowledge(acknowledgement: Acknowledgement): void;
}

/** Verbs that every tab of a session carries out for its own part; all others belong to the first tab that claims them. */
const EACH_TAB: ReadonlySet<Instruction['order']['verb']> = new Set([
  ...(['buffer.send', 'buffer.hold', 'capture.start', 'capture.stop', 'rules'] as const),
  ...(['agent.sleep', 'agent.disable'] as const),
]);

/**
 * Carries out an instruction at most once over tabs and reloads, within its validity, and acknowledges what became of it.
 * Never rejects.
 */
export async function execute(scope: ExecutorScope, instruction: Instruction, isOwn: boolean): Promise<void> {
  const { address, id } = instruction;
  if (address.tabId !== undefined && address.tabId !== scope.ids.tabId) return;
  if (address.pageId !== undefined && address.pageId !== scope.ids.pageId) return;
  const key = EACH_TAB.has(instruction.order.verb) ? `${id}:${scope.ids.tabId}` : id;
  let result: Result;
  try {
    if (instruction.expiresAt <= scope.now()) result = { outcome: 'expired' };
    else if (!isOwn && !(await scope.claim(key, instruction.expiresAt))) return;
    else result = await scope.perform(instruction);
  } catch (error) {
    result = toFailure(error);
  }
  scope.acknowledge({
    ...scope.ids,
    sessionId: address.sessionId,
    at: scope.now(),
    instructionId: id,
    verb: instruction.order.verb,
    ...(instruction.triggerId === undefined ? {} : { triggerId: instruction.triggerId }),
    ...result,
  });
}

function toFailure(error: unknown): Result {
  const message = error instanceof Error ? error.message : String(error);
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'instruction_failed';
  return { outcome: 'failed', code, message: message.slice(0, 1_000) };
}
