import type { InstructionRow } from '../../src/api/contract.ts';
import type { TileRecord } from './tiles.ts';

/** The image that an instruction has brought: made because of it, or the past one that it asked for. The records are in order. */
export function findOrderedImage(
  { id, issuedAt, instruction, acknowledgements }: InstructionRow,
  tiles: readonly TileRecord[],
): TileRecord | undefined {
  const order = instruction?.order;
  const isDone = acknowledgements.some(({ outcome }) => outcome === 'applied' || outcome === 'satisfiedFromBuffer');
  if (order?.verb !== 'image' || !isDone) return undefined;
  if (order.at === undefined && order.agoMs === undefined) return tiles.find(({ data }) => data.cause === id);
  const wantedAt = order.at ?? issuedAt - (order.agoMs ?? 0);
  const find = (target: string) =>
    tiles.findLast((record) => record.data.target === target && record.correctedAt <= wantedAt);
  return find(order.target) ?? find('viewport');
}
