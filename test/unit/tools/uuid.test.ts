import fc from 'fast-check';
import { Uuid } from 'rewindow/wire';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { instructionId } from '../../../monitor/src/feedback/instructionId.ts';
import { uuidv7 } from '../../../src/tools/uuid.ts';

const times = fc.double({ min: 0, max: 2 ** 48 - 1, noNaN: true });
const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

it('makes UUIDs of version 7 and of the right variant', () => {
  fc.assert(
    fc.property(times, bytes, (at, random) => {
      const id = uuidv7(at, random);
      expect(v.is(Uuid, id)).toBe(true);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
      expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Math.floor(at));
    }),
  );
});

it('sorts by time, whatever is random', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 46 }), fc.integer({ min: 1, max: 1e6 }), bytes, bytes, (at, later, one, other) => {
      expect(uuidv7(at, one) < uuidv7(at + later, other)).toBe(true);
    }),
  );
});

it('leaves the random bytes as they were, and uses them', () => {
  const random = new Uint8Array(16).fill(0xff);
  expect(uuidv7(0, random)).toBe('00000000-0000-7fff-bfff-ffffffffffff');
  expect([...random]).toEqual(new Array<number>(16).fill(0xff));
});

it('the monitor makes the same ids of the same time and bytes', () => {
  fc.assert(
    fc.property(times, bytes, (at, random) => {
      expect(instructionId(at, random)).toBe(uuidv7(at, random));
    }),
  );
  expect(v.is(Uuid, instructionId(8.64e15, new Uint8Array(16)))).toBe(true);
});
