import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIdleSpans } from '../../../monitor/web/model/idle.ts';
import { layoutBars, layoutInstants } from '../../../monitor/web/model/lanes.ts';
import { axisTicks, followTime, panWindow, toPixel, toTime, zoomWindow } from '../../../monitor/web/model/scale.ts';
import { click, consoleLine, domRecord, network, START_AT } from './fixtures.ts';

const bounds = { fromAt: 0, toAt: 100_000 };

describe('scale', () => {
  it("pixels and times are each other's inverse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (at) => {
        expect(toTime(bounds, 800, toPixel(bounds, 800, at))).toBeCloseTo(at, 6);
      }),
    );
  });

  it('zooming keeps the anchor in its place and the window within the session', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 4, noNaN: true }),
        fc.integer({ min: 20_000, max: 40_000 }),
        (factor, anchorAt) => {
          const window = { fromAt: 20_000, toAt: 40_000 };
          const zoomed = zoomWindow(window, bounds, factor, anchorAt);
          expect(zoomed.fromAt).toBeGreaterThanOrEqual(bounds.fromAt);
          expect(zoomed.toAt).toBeLessThanOrEqual(bounds.toAt);
          const isMoved = zoomed.fromAt === bounds.fromAt || zoomed.toAt === bounds.toAt;
          if (!isMoved) expect(toPixel(zoomed, 800, anchorAt)).toBeCloseTo(toPixel(window, 800, anchorAt), 3);
        },
      ),
    );
  });

  it('panning stops at the edges and keeps the width', () => {
    expect(panWindow({ fromAt: 10_000, toAt: 30_000 }, bounds, -50_000)).toEqual({ fromAt: 0, toAt: 20_000 });
    expect(panWindow({ fromAt: 10_000, toAt: 30_000 }, bounds, 500_000)).toEqual({ fromAt: 80_000, toAt: 100_000 });
  });

  it('follows the play head only when it leaves', () => {
    const window = { fromAt: 10_000, toAt: 20_000 };
    expect(followTime(window, bounds, 15_000)).toBe(window);
    expect(followTime(window, bounds, 21_000)).toEqual({ fromAt: 20_000, toAt: 30_000 });
    expect(followTime(window, bounds, 5_000)).toEqual({ fromAt: 0, toAt: 10_000 });
  });

  it('ticks are round, far enough apart and inside', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 10 ** 8 }), fc.integer({ min: 200, max: 2_000 }), (spanMs, widthPx) => {
        const window = { fromAt: START_AT, toAt: START_AT + spanMs };
        const ticks = axisTicks(window, START_AT, widthPx, 80);
        expect(ticks[0]).toBe(START_AT);
        ticks.slice(1).forEach((at, index) => {
          expect(toPixel(window, widthPx, at - (ticks[index] ?? 0) + START_AT)).toBeGreaterThanOrEqual(79.999);
          expect(at).toBeLessThanOrEqual(window.toAt);
        });
      }),
    );
  });
});

describe('lanes', () => {
  it("every record in sight is in exactly one mark, and marks don't overlap", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000)), (times) => {
        const records = times.sort((a, b) => a - b).map((at, sequence) => click({ sequence, at }));
        const marks = layoutInstants(records, bounds, 500);
        expect(marks.flatMap((mark) => mark.records)).toEqual(records);
        marks.slice(1).forEach((mark, index) => {
          expect(mark.fromPx - (marks[index]?.fromPx ?? 0)).toBeGreaterThanOrEqual(5);
        });
      }),
    );
  });

  it('an error gives a shared mark its tone and is what a click jumps to', () => {
    const records = [
      consoleLine({ sequence: 0, at: 0 }, 'log', 'a'),
      consoleLine({ sequence: 1, at: 1 }, 'error', 'b'),
    ];
    const [mark] = layoutInstants(records, bounds, 500);
    expect(mark?.tone).toBe('bad');
    expect(mark?.chief).toBe(records[1]);
  });

  it('bars that overlap in time stand in different rows', () => {
    const bar = (sequence: number, at: number, durationMs: number) => network({ sequence, at }, { durationMs });
    const marks = layoutBars([bar(0, 0, 50_000), bar(1, 10_000, 50_000), bar(2, 70_000, 1_000)], bounds, 1_000, 3);
    expect(marks.map(({ row }) => row)).toEqual([0, 1, 0]);
    expect(marks[0]).toMatchObject({ fromPx: 0, widthPx: 500 });
  });

  it('no bar is lost where rows run out, and a failed one shows through', () => {
    const many = Array.from({ length: 6 }, (_, sequence) =>
      network({ sequence, at: sequence * 10 }, { durationMs: 50_000, status: sequence === 5 ? 500 : 200 }),
    );
    const marks = layoutBars(many, bounds, 1_000, 3);
    expect(marks).toHaveLength(3);
    expect(marks.flatMap((mark) => mark.records)).toHaveLength(6);
    expect(marks[2]?.tone).toBe('bad');
  });

  it('leaves out what is not in sight', () => {
    expect(layoutInstants([click({ sequence: 0, at: 200_000 })], bounds, 500)).toEqual([]);
    expect(layoutBars([network({ sequence: 0, at: 200_000 })], bounds, 500, 3)).toEqual([]);
  });
});

describe('findIdleSpans', () => {
  it('finds a rest between two acts, and none where requests or mouse moves go on', () => {
    const mouse = domRecord({ sequence: 1, at: 4_000 }, 3, { source: 1 });
    expect(findIdleSpans([click({ sequence: 0, at: 0 }), click({ sequence: 2, at: 8_000 })])).toEqual([
      { fromAt: 1_000, toAt: 8_000 },
    ]);
    expect(findIdleSpans([click({ sequence: 0, at: 0 }), mouse, click({ sequence: 2, at: 8_000 })])).toEqual([]);
    const slow = network({ sequence: 0, at: 0 }, { durationMs: 7_000 });
    expect(findIdleSpans([slow, click({ sequence: 2, at: 8_000 })])).toEqual([]);
  });

  it('is not woken by console lines or changes that nobody caused', () => {
    const change = domRecord({ sequence: 1, at: 4_000 }, 3, { source: 0 });
    const line = consoleLine({ sequence: 2, at: 5_000 }, 'log', 'tick');
    expect(
      findIdleSpans([click({ sequence: 0, at: 0 }), change, line, click({ sequence: 3, at: 9_000 })]),
    ).toHaveLength(1);
  });
});
