import { expect, test } from 'vitest';
import type { Order } from 'rewindow/wire';
import type { InstructionRow } from '../../../monitor/src/api/contract.ts';
import { findOrderedImage } from '../../../monitor/web/model/orderedImage.ts';
import type { TileRecord } from '../../../monitor/web/model/tiles.ts';
import { START_AT, tileRecord } from './fixtures.ts';

const ID = '0190a0a0-0000-7000-8000-000000000001';

function row(
  order: Order,
  outcome: 'applied' | 'satisfiedFromBuffer' | 'failed' = 'satisfiedFromBuffer',
): InstructionRow {
  const page = { sessionId: ID, tabId: ID, pageId: ID };
  const issuedAt = START_AT + 60_000;
  const times = { issuedAt, expiresAt: issuedAt + 60_000 };
  return {
    ...{ id: ID, verb: order.verb, origin: 'operator', triggerId: null, depth: 0, ...times },
    instruction: { id: ID, order, address: { sessionId: ID }, ...times },
    acknowledgements: [{ ...page, at: issuedAt, outcome, instructionId: ID }],
  };
}

function image(atMs: number, target: string, cause = 'rule'): TileRecord {
  const record = tileRecord({ sequence: atMs }, { target, cause });
  if (record.kind !== 'tile') throw new Error('no tile');
  return { ...record, correctedAt: START_AT + atMs };
}

const FIELD = 'field:note';
const TILES = [image(1_000, 'viewport'), image(2_000, FIELD), image(3_000, FIELD), image(4_000, 'viewport', ID)];

test('an image that was made for it', () => {
  expect(findOrderedImage(row({ verb: 'image', target: 'viewport' }, 'applied'), TILES)).toBe(TILES[3]);
});

test('the last of its target by the time that was asked for, else of the viewport', () => {
  const at = (ms: number, target = FIELD) => row({ verb: 'image', target, at: START_AT + ms });
  expect(findOrderedImage(at(2_999), TILES)).toBe(TILES[1]);
  expect(findOrderedImage(at(3_000), TILES)).toBe(TILES[2]);
  expect(findOrderedImage(at(1_500), TILES)).toBe(TILES[0]);
  expect(findOrderedImage(at(500), TILES)).toBeUndefined();
  expect(findOrderedImage(row({ verb: 'image', target: FIELD, agoMs: 57_500 }), TILES)).toBe(TILES[1]);
});

test('nothing where it failed, or asked for something else', () => {
  expect(findOrderedImage(row({ verb: 'image', target: FIELD, agoMs: 0 }, 'failed'), TILES)).toBeUndefined();
  expect(findOrderedImage(row({ verb: 'buffer.send' }), TILES)).toBeUndefined();
});
