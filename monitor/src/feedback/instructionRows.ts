import type { Acknowledgement, Instruction } from 'rewindow/wire';
import type { InstructionRow } from '../api/contract.ts';
import type { UserInstruction } from '../ports/instructionStore.ts';

/** An instruction on its own, before anybody has acknowledged it. */
export function toInstructionRow(instruction: Instruction): InstructionRow {
  const { id, order, issuedAt, expiresAt, depth = 0 } = instruction;
  const triggerId = instruction.triggerId ?? null;
  const origin = triggerId === null ? 'operator' : 'trigger';
  return { id, verb: order.verb, origin, triggerId, depth, issuedAt, expiresAt, instruction, acknowledgements: [] };
}

/** One for all sessions of a user, each of which has a row of its own with what became of it. */
export function toUserInstructionRow({ depth = 0, ...given }: UserInstruction): InstructionRow {
  const { id, order, issuedAt, expiresAt } = given;
  const origin = { origin: 'operator', triggerId: null } as const;
  return { id, verb: order.verb, ...origin, depth, issuedAt, expiresAt, instruction: null, acknowledgements: [] };
}

/**
 * Each instruction with what became of it, oldest first. What pages gave themselves by a trigger is known from its
 * acknowledgements alone.
 */
export function joinInstructionRows(given: Instruction[], acknowledgements: Acknowledgement[]): InstructionRow[] {
  const rows = new Map(given.map((instruction) => [instruction.id, toInstructionRow(instruction)]));
  for (const acknowledgement of acknowledgements) {
    const { instructionId } = acknowledgement;
    if (instructionId === undefined) continue;
    const row = rows.get(instructionId) ?? ownRow(instructionId, acknowledgement);
    row.acknowledgements.push(acknowledgement);
    rows.set(instructionId, row);
  }
  return [...rows.values()].sort((one, other) => one.issuedAt - other.issuedAt);
}

function ownRow(id: string, { verb = 'unknown', at, depth = 0, ...acknowledgement }: Acknowledgement): InstructionRow {
  const triggerId = acknowledgement.triggerId ?? null;
  const origin = triggerId === null ? 'operator' : 'trigger';
  return { id, verb, origin, triggerId, depth, issuedAt: at, expiresAt: null, instruction: null, acknowledgements: [] };
}
