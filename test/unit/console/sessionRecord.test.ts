import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignClocks, compareRecords, indexAt, parseSessionRecords } from '../../../monitor/web/model/sessionRecord.ts';
import { click } from './fixtures.ts';

const ids = { tabId: 'tab', pageId: 'page' };

describe('parseSessionRecords', () => {
  it('keeps what the contract knows and counts the rest', () => {
    const mark = { kind: 'mark' as const, at: 5, correctedAt: 7, sequence: 0, ...ids, data: { name: 'here' } };
    const parsed = parseSessionRecords([
      mark,
      { ...mark, sequence: 1, data: { name: 3 } },
      { ...mark, kind: 'network' },
    ]);
    expect(parsed.records).toEqual([mark]);
    expect(parsed.unreadableCount).toBe(2);
  });
});

describe('alignClocks', () => {
  it('puts a page under the last correction that is known', () => {
    const records = [click({ sequence: 0, offsetMs: 0 }), click({ sequence: 1, offsetMs: -5_000 })];
    const aligned = alignClocks(records);
    expect(aligned.map(({ correctedAt, at }) => correctedAt - at)).toEqual([-5_000, -5_000]);
    expect(aligned.map(({ sequence }) => sequence)).toEqual([0, 1]);
  });

  it('gives the same total order whatever order the records come in', () => {
    const record = fc.record({ sequence: fc.nat(50), page: fc.nat(2), at: fc.nat(20) });
    const unique = fc.uniqueArray(record, { selector: ({ page, sequence }) => `${String(page)}:${String(sequence)}` });
    fc.assert(
      fc.property(unique, fc.infiniteStream(fc.nat()), (places, noise) => {
        const records = places.map(({ sequence, page, at }) => click({ sequence, at, pageId: `page-${String(page)}` }));
        const shuffled = records
          .map((one) => ({ one, key: noise.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const ordered = alignClocks(shuffled);
        expect(ordered).toEqual(alignClocks(records));
        ordered.slice(1).forEach((later, index) => {
          const earlier = ordered[index];
          expect(earlier && compareRecords(earlier, later)).toBeLessThan(0);
        });
      }),
    );
  });
});

it('indexAt agrees with a walk through the list', () => {
  const times = fc.array(fc.nat(100)).map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(times, fc.integer({ min: -1, max: 101 }), (list, at) => {
      const records = list.map((time, sequence) => click({ sequence, at: time }));
      expect(indexAt(records, at)).toBe(list.filter((time) => time <= at).length - 1);
    }),
  );
});
