import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCorrection,
  formatCount,
  formatPosition,
  formatSpan,
} from '../../../monitor/web/model/format.ts';

describe('formatSpan', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1.0 s'],
    [9_990, '9.9 s'],
    [59_999, '59 s'],
    [60_000, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_440_000, '2 h 04 min'],
    [90_000_000, '1 d 1 h'],
    [-5, '0 ms'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });
});

describe('formatAgo', () => {
  it.each([
    [-60_000, 'just now'],
    [4_999, 'just now'],
    [5_000, '5 s ago'],
    [61_000, '1 min ago'],
    [3_600_000, '1 h ago'],
    [86_400_000, '1 d ago'],
  ])('%d ms before now is %s', (ms, text) => {
    expect(formatAgo(10 ** 9 - ms, 10 ** 9)).toBe(text);
  });
});

describe('formatPosition', () => {
  it.each([
    [0, '0:00.0'],
    [7_390, '0:07.3'],
    [760_000, '12:40.0'],
    [3_723_500, '1:02:03.5'],
    [-400, '0:00.0'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatPosition(ms)).toBe(text);
  });

  it('never shows 60 seconds or minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (ms) => {
        expect(formatPosition(ms)).toMatch(/^(\d+:)?[0-5]?\d:[0-5]\d\.\d$/);
      }),
    );
  });
});

it('writes a clock correction with its sign', () => {
  expect(formatCorrection(1_830)).toBe('+1.8 s');
  expect(formatCorrection(-420)).toBe('−420 ms');
  expect(formatCorrection(99)).toBe('none');
});

it('writes sizes and counts', () => {
  expect([640, 1_500, 12_400, 3_400_000, 34_000_000].map(formatBytes)).toEqual([
    '640 B',
    '1.5 kB',
    '12 kB',
    '3.4 MB',
    '34 MB',
  ]);
  expect([formatCount(1, 'record'), formatCount(1_200, 'record')]).toEqual(['1 record', '1,200 records']);
});
