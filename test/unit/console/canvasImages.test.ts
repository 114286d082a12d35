import { expect, test } from 'vitest';
import { collectCanvasImages, imageAt } from '../../../monitor/web/replay/canvasImages.ts';

const image = (at: number, payload: object) => ({ type: 5, timestamp: at, data: { tag: 'canvas', payload } });

test('images are kept by canvas and time', () => {
  const images = collectCanvasImages([
    image(10, { id: 1, type: 'image/webp', image: 'AA==' }),
    { type: 3, timestamp: 15, data: {} },
    image(20, { id: 2, type: 'image/webp', image: 'BB==' }),
    image(30, { id: 1, type: 'image/png', image: 'CC==' }),
  ]);
  const ofFirst = images.get(1) ?? [];
  expect([5, 10, 29, 30, 99].map((at) => imageAt(ofFirst, at)?.url)).toEqual([
    undefined,
    'data:image/webp;base64,AA==',
    'data:image/webp;base64,AA==',
    'data:image/png;base64,CC==',
    'data:image/png;base64,CC==',
  ]);
  expect(images.get(2)).toHaveLength(1);
});

test.each([
  ['another type', { id: 1, type: 'image/svg+xml', image: 'AA==' }],
  ['what is no base64', { id: 1, type: 'image/webp', image: '"/><script>' }],
  ['no number', { id: '1', type: 'image/webp', image: 'AA==' }],
  ['nothing', undefined],
])('%s is left out', (_name, payload) => {
  expect(collectCanvasImages([{ type: 5, timestamp: 1, data: { tag: 'canvas', payload } }]).size).toBe(0);
});
