import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALWAYS } from '../../../src/rules/kinds.ts';
import { createExtras, type ExtraCapture } from '../../../src/boot/extras.ts';
import { roughBytes } from '../../../src/boot/roughBytes.ts';

const BASE = new Set(['pointer', 'console'] as const);
const EXTRA: ExtraCapture = { kinds: ['network'], untilAt: 5_000, remainingCount: Infinity };

test('what was stopped for good, or added without a count, is so on the next page too', () => {
  const now = () => 1_000;
  const before = createExtras(now, undefined);
  before.extend(EXTRA);
  before.mute({ kinds: ['pointer'], untilAt: Infinity, remainingCount: Infinity });
  const after = createExtras(now, JSON.parse(JSON.stringify(before.save())));
  expect([...after.kinds(BASE, 2_000)]).toEqual(['console', 'network', ...ALWAYS]);
  expect(after.save()).toEqual(before.save());
  after.spend({ kind: 'pointer', at: 1e15, data: {} } as never, false);
  expect([...after.kinds(BASE, 1e15)]).toEqual(['console']);
});

const logged = (message: string) => ({ kind: 'console', at: 2_000, data: { level: 'log', message } }) as const;

test('a capture ends with as many bytes as it may have, also on the next page', () => {
  const now = () => 1_000;
  const before = createExtras(now, undefined);
  before.extend({ kinds: ['console'], untilAt: 5_000, remainingCount: Infinity, remainingBytes: 1_000 });
  expect(before.spend(logged('x'.repeat(500)), true)).toBe(false);
  expect(before.spend(logged('x'.repeat(5_000)), false)).toBe(false);
  const after = createExtras(now, JSON.parse(JSON.stringify(before.save())));
  expect(after.kinds(new Set(), 2_000).has('console')).toBe(true);
  expect(after.spend(logged('x'.repeat(500)), true)).toBe(true);
  expect(after.kinds(new Set(), 2_000).has('console')).toBe(false);
});

test('the bytes are those of the JSON, about, and are counted no further than they have to be', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const bytes = JSON.stringify(value).length;
      const rough = roughBytes(value, Infinity);
      expect(rough).toBeGreaterThanOrEqual(bytes / 6 - 10);
      expect(rough).toBeLessThanOrEqual(bytes * 5 + 10);
    }),
  );
  const endless: unknown[] = [];
  endless.push(endless, 'x');
  expect(roughBytes(endless, 100)).toBeGreaterThanOrEqual(100);
});
