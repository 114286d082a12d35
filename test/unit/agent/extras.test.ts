import { expect, test } from 'vitest';
import { ALWAYS } from '../../../src/rules/kinds.ts';
import { createExtras, type ExtraCapture } from '../../../src/boot/extras.ts';

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
