import type { Operation, Program } from './operation.ts';

/** What rrweb's recorder gets wrong, as programs; ours is to do better. */
export const KNOWN_LIMITS: Record<string, Program> = {
  'sheets that are pushed instead of assigned': [
    { does: 'construct', css: '.a { color: red; }' },
    { does: 'adopt', root: 0, sheets: [0], how: 'push' },
  ],
  'parts of a picture outside of it': [
    { does: 'insert', kind: 'svg', where: 0, index: 0 },
    { does: 'move', what: 1, where: 0, index: 0 },
  ],
};

/** Programs of these operations would fail, now and then, with rrweb's recorder. */
export function isWithinLimits(operation: Operation): boolean {
  return !/frame|"(?:scroll|navigate|write)"/.test(JSON.stringify(operation));
}
