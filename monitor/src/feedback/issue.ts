import { randomBytes } from 'node:crypto';
import type { Address, Instruction, InstructionDraft } from 'rewindow/wire';
import type { InferOutput } from 'valibot';
import type { InstructionStore } from '../ports/index.ts';
import { instructionId } from './instructionId.ts';
import type { Waiters } from './waiters.ts';

/** What to tell whom. */
export interface IssueOrder {
  app: string;
  draft: InstructionDraft;
  address: InferOutput<typeof Address>;
  /** Validity from now; 5 minutes where absent. */
  ttlMs?: number | undefined;
  triggerId?: string;
  /** 16 bytes that name the instruction: the same bytes and time, the same instruction, given once. Random where absent. */
  seed?: { at: number; bytes: Uint8Array };
}

const TTL_MS = 5 * 60_000;

export interface IssueDeps {
  store: Pick<InstructionStore, 'add'>;
  waiters: Pick<Waiters, 'wakeSession'>;
  now: () => number;
}

/** Gives an instruction: stores it, and wakes the pages of its session. */
export async function issueInstruction({ store, waiters, now }: IssueDeps, order: IssueOrder): Promise<Instruction> {
  const issuedAt = now();
  const { draft, address, triggerId, seed = { at: issuedAt, bytes: randomBytes(16) } } = order;
  const instruction: Instruction = {
    id: instructionId(seed.at, seed.bytes),
    order: draft.order,
    address,
    ...(draft.limits === undefined ? {} : { limits: draft.limits }),
    issuedAt,
    expiresAt: issuedAt + (order.ttlMs ?? TTL_MS),
    ...(triggerId === undefined ? {} : { triggerId }),
  };
  await store.add(order.app, instruction);
  waiters.wakeSession(address.sessionId);
  return instruction;
}
