import { randomBytes } from 'node:crypto';
import type { Instruction } from 'rewindow/wire';
import type { InstructionStore } from '../ports/index.ts';
import { instructionId } from './instructionId.ts';
import type { IssueOrder } from './issue.ts';

/** Why an instruction is listed, but not given. */
export interface Refusal {
  code: string;
  message: string;
  /** Where what led to it came from. */
  page: { tabId: string; pageId: string };
}

export interface RefuseDeps {
  store: Pick<InstructionStore, 'add' | 'acknowledge'>;
  now: () => number;
}

/** Lists an instruction as failed, for the operator to see. It is out of its validity from the beginning: no page gets it. */
export async function refuseInstruction(
  { store, now }: RefuseDeps,
  order: IssueOrder,
  refusal: Refusal,
): Promise<void> {
  const issuedAt = now();
  const { app, draft, address, triggerId, depth = 0, seed = { at: issuedAt, bytes: randomBytes(16) } } = order;
  const instruction: Instruction = {
    id: instructionId(seed.at, seed.bytes),
    ...draft,
    address,
    ...{ issuedAt, expiresAt: issuedAt },
    ...(triggerId === undefined ? {} : { triggerId }),
    ...(depth === 0 ? {} : { depth }),
  };
  const { page, code, message } = refusal;
  await store.add(app, instruction);
  await store.acknowledge(app, [
    {
      ...{ sessionId: address.sessionId, ...page, at: issuedAt, outcome: 'failed', code, message },
      ...{ instructionId: instruction.id, verb: draft.order.verb },
      ...(triggerId === undefined ? {} : { triggerId }),
    },
  ]);
}
