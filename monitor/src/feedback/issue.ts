import { randomBytes } from 'node:crypto';
import type { Address, Instruction, InstructionDraft } from 'rewindow/wire';
import type { InstructionStore, UserInstruction } from '../ports/index.ts';
import { instructionId } from './instructionId.ts';
import type { Waiters } from './waiters.ts';

interface What {
  app: string;
  draft: InstructionDraft;
  /** Validity from now; 5 minutes where absent. */
  ttlMs?: number | undefined;
}

/** What to tell whom. */
export interface IssueOrder extends What {
  address: Address;
  triggerId?: string;
  /** How many instructions led to this one. */
  depth?: number | undefined;
  /** 16 bytes that name the instruction: the same bytes and time, the same instruction, given once. Random where absent. */
  seed?: { at: number; bytes: Uint8Array };
}

export interface UserOrder extends What {
  user: string;
  /** Carried out when this state is entered. */
  state?: string | undefined;
}

const TTL_MS = 5 * 60_000;

export interface IssueDeps {
  store: Pick<InstructionStore, 'add' | 'addForUser'>;
  waiters: Pick<Waiters, 'wakeSession'>;
  now: () => number;
}

/** Gives an instruction: stores it, and wakes the pages of its session. */
export async function issueInstruction({ store, waiters, now }: IssueDeps, order: IssueOrder): Promise<Instruction> {
  const issuedAt = now();
  const { address, triggerId, depth = 0, seed = { at: issuedAt, bytes: randomBytes(16) } } = order;
  const instruction: Instruction = {
    id: instructionId(seed.at, seed.bytes),
    ...describe(order, issuedAt),
    address,
    ...(triggerId === undefined ? {} : { triggerId }),
    ...(depth === 0 ? {} : { depth }),
  };
  await store.add(order.app, instruction);
  waiters.wakeSession(address.sessionId);
  return instruction;
}

/** Gives an instruction to all sessions of a user: those that are known now are woken, others get it when they name him. */
export async function issueToUser({ store, waiters, now }: IssueDeps, order: UserOrder): Promise<UserInstruction> {
  const issuedAt = now();
  const instruction: UserInstruction = {
    id: instructionId(issuedAt, randomBytes(16)),
    ...describe(order, issuedAt),
    address: order.state === undefined ? {} : { state: order.state },
  };
  for (const sessionId of await store.addForUser(order.app, order.user, instruction)) waiters.wakeSession(sessionId);
  return instruction;
}

function describe({ draft: { order, limits }, ttlMs = TTL_MS }: What, issuedAt: number) {
  return { order, ...(limits === undefined ? {} : { limits }), issuedAt, expiresAt: issuedAt + ttlMs };
}
