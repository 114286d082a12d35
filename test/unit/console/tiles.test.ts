import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeImage, listTargets, neighbourImages, placeTile, tileCount } from '../../../monitor/web/model/tiles.ts';
import { START_AT, tileRecord } from './fixtures.ts';

const scope = { pageId: 'page-1', target: 'viewport', at: Infinity };
/** Six tiles of 100 × 100; each letter names the pixels of one. */
const tiles = (names: string, fresh = names) =>
  [...names].map((hash, index) => ({ index, hash, ...(fresh.includes(hash) ? { image: `image-${hash}` } : {}) }));
const full = (sequence: number, names: string) => tileRecord({ sequence }, { full: true, tiles: tiles(names) });
const partial = (sequence: number, names: string, fresh: string) =>
  tileRecord({ sequence }, { full: false, tiles: tiles(names, fresh) });
const picture = (composition: ReturnType<typeof composeImage>) =>
  composition?.tiles.map(({ image }) => image.slice(-1)).join('');

describe('composeImage', () => {
  it('lays changed tiles over the last full image', () => {
    expect(
      picture(composeImage([full(0, 'abcdef'), partial(1, 'abXdef', 'X'), partial(2, 'abXdeY', 'Y')], scope)),
    ).toBe('abXdeY');
  });

  it('works when only the changed tiles are listed', () => {
    const changed = tileRecord({ sequence: 1 }, { full: false, tiles: [{ index: 2, hash: 'X', image: 'image-X' }] });
    expect(picture(composeImage([full(0, 'abcdef'), changed], scope))).toBe('abXdef');
  });

  it('brings back a tile whose pixels were known before', () => {
    expect(picture(composeImage([full(0, 'abcdef'), partial(1, 'Xbcdef', 'X'), partial(2, 'abcdef', '')], scope))).toBe(
      'abcdef',
    );
  });

  it('shows the image as it was at the time, not later', () => {
    const records = [full(0, 'abcdef'), full(1, 'uvwxyz')];
    expect(picture(composeImage(records, { ...scope, at: START_AT + 999 }))).toBe('abcdef');
    expect(composeImage(records, { ...scope, at: START_AT - 1 })).toBeUndefined();
  });

  it('says what is missing where the full image is not archived', () => {
    const composition = composeImage([partial(3, 'abcdef', 'ab')], scope);
    expect(picture(composition)).toBe('ab');
    expect(composition?.missing).toHaveLength(4);
  });

  it('starts anew where the size changes', () => {
    const small = tileRecord({ sequence: 1 }, { full: false, width: 100, height: 100, tiles: tiles('X') });
    const composition = composeImage([full(0, 'abcdef'), small], scope);
    expect(picture(composition)).toBe('X');
    expect(composition?.missing).toEqual([]);
  });

  it('keeps targets and pages apart', () => {
    const other = tileRecord({ sequence: 1 }, { target: '#cart', tiles: tiles('uvwxyz') });
    const elsewhere = tileRecord({ sequence: 2, pageId: 'page-2' }, { tiles: tiles('ABCDEF') });
    const records = [full(0, 'abcdef'), other, elsewhere];
    expect(picture(composeImage(records, scope))).toBe('abcdef');
    expect(listTargets(records, 'page-1')).toEqual(['viewport', '#cart']);
  });
});

it('tiles cover the image exactly', () => {
  const grid = fc.record({
    width: fc.integer({ min: 1, max: 900 }),
    height: fc.integer({ min: 1, max: 900 }),
    tileSize: fc.integer({ min: 32, max: 300 }),
  });
  fc.assert(
    fc.property(grid, (size) => {
      const places = Array.from({ length: tileCount(size) }, (_, index) => placeTile(index, size));
      expect(places.reduce((area, { width, height }) => area + width * height, 0)).toBe(size.width * size.height);
      for (const { x, y, width, height } of places) {
        expect(Math.min(width, height)).toBeGreaterThan(0);
        expect(x + width).toBeLessThanOrEqual(size.width);
        expect(y + height).toBeLessThanOrEqual(size.height);
      }
    }),
  );
});

it('a hostile grid is bounded', () => {
  expect(tileCount({ width: 10 ** 9, height: 10 ** 9, tileSize: 1 })).toBe(10_000);
  expect(tileCount({ width: 10, height: 10, tileSize: 0 })).toBe(0);
});

describe('neighbourImages', () => {
  const of = (pageId: string, sequence: number) => tileRecord({ sequence, pageId }, { tiles: tiles('abcdef') });
  const records = [of('page-1', 2), of('page-2', 5), of('page-1', 7)];
  const around = (at: number) => {
    const { before, after } = neighbourImages(records, START_AT + at * 1_000);
    return [before?.sequence, after?.sequence];
  };

  it('leads over pages, and leaves out the image of this very moment', () => {
    expect(around(0)).toEqual([undefined, 2]);
    expect(around(4)).toEqual([2, 5]);
    expect(around(5)).toEqual([2, 7]);
    expect(around(7)).toEqual([5, undefined]);
  });
});
