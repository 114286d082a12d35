import { describe, expect, test } from 'vitest';
import { collectAssets } from '../../../monitor/web/model/assetMap.ts';
import { assetAddress, rewriteAssets, rewriteCss } from '../../../monitor/web/model/rewriteAssets.ts';
import { placed } from './fixtures.ts';

const HASH = 'a'.repeat(64);
const IMAGE = 'https://shop.example/mug.png';
const assets = new Map([[IMAGE, HASH]]);
const address = (hash: string) => assetAddress('shop', hash);
const HERE = `/v1/apps/shop/assets/${HASH}`;
const rewrite = (type: number, data: unknown) => rewriteAssets({ type, timestamp: 1, data }, assets, address).data;
const node = (attributes: object, more: object = {}) => ({ node: { type: 2, attributes, childNodes: [], ...more } });

describe('a recorded document loads from the monitor', () => {
  test.each([
    ['an image', { src: IMAGE }, { src: HERE }],
    [
      'one of several',
      { srcset: `${IMAGE} 1x, https://x.example/b.png 2x` },
      { srcset: `${HERE} 1x, https://x.example/b.png 2x` },
    ],
    ['a background', { style: `background: url("${IMAGE}")` }, { style: `background: url("${HERE}")` }],
    [
      'sheets',
      { _cssText: `a{b:url(${IMAGE})}c{d:url('${IMAGE}')}` },
      { _cssText: `a{b:url("${HERE}")}c{d:url("${HERE}")}` },
    ],
    ['an SVG image', { 'xlink:href': IMAGE }, { 'xlink:href': HERE }],
  ])('%s', (_name, attributes, expected) => {
    expect(rewrite(2, node(attributes))).toEqual(node(expected));
  });

  test.each([
    ['what is not known', node({ src: 'https://shop.example/other.png' })],
    ['text that looks like an address', node({}, { childNodes: [{ type: 3, textContent: `url(${IMAGE})` }] })],
    ['data', node({ src: 'data:image/png;base64,xx', style: 'background:url(data:image/png;base64,xx)' })],
  ])('but not %s', (_name, data) => {
    const event = { type: 2, timestamp: 1, data };
    expect(rewriteAssets(event, assets, address)).toBe(event);
  });

  test('changes, too: attributes, styles as objects, inserted rules; never the event itself', () => {
    const data = {
      source: 0,
      attributes: [{ id: 1, attributes: { src: IMAGE, style: { background: `url(${IMAGE})` } } }],
    };
    const before = structuredClone(data);
    expect(rewrite(3, data)).toEqual({
      source: 0,
      attributes: [{ id: 1, attributes: { src: HERE, style: { background: `url("${HERE}")` } } }],
    });
    expect(data).toEqual(before);
    expect(rewrite(3, { source: 8, adds: [{ rule: `a{b:url(${IMAGE})}` }] })).toEqual({
      source: 8,
      adds: [{ rule: `a{b:url("${HERE}")}` }],
    });
    const move = { source: 1, src: IMAGE };
    expect(rewrite(3, move)).toBe(move);
  });

  test('a hostile sheet is read in time that grows with its length', () => {
    const css = 'url('.repeat(50_000) + ' '.repeat(50_000);
    expect(rewriteCss(css, () => undefined)).toBe(css);
  });
});

test('the last word on an address counts', () => {
  const record = (sequence: number, hash: string) => ({
    ...placed({ sequence }),
    kind: 'asset' as const,
    data: { assets: [{ url: IMAGE, hash, type: 'image/png', bytes: 1 }] },
  });
  expect([...collectAssets([record(0, HASH), record(1, 'b'.repeat(64))])]).toEqual([[IMAGE, 'b'.repeat(64)]]);
});
