import { expect, test } from 'vitest';
import { mergeFrameEvent, OFFSET, parseFrameEvent } from '../../../src/capture/frames/frameEvent.ts';

const shift = (id: number) => id + OFFSET;
const merge = (event: { type: number; data: Record<string, unknown> }) =>
  mergeFrameEvent(structuredClone(event), 7, OFFSET).map(({ data }) => data);

test('a checkpoint becomes the document of the frame’s element', () => {
  const node = {
    type: 0,
    id: 1,
    childNodes: [{ type: 2, id: 2, tagName: 'ol', attributes: { id: 'x', start: '3' }, childNodes: [] }],
  };
  const [added, scrolled] = merge({ type: 2, data: { node, initialOffset: { left: 3, top: 4 } } });
  expect(added).toMatchObject({
    source: 0,
    isAttachIframe: true,
    adds: [
      {
        parentId: 7,
        nextId: null,
        node: { id: shift(1), childNodes: [{ id: shift(2), attributes: { id: 'x', start: '3' } }] },
      },
    ],
  });
  expect(scrolled).toEqual({ source: 3, id: shift(1), x: 3, y: 4 });
});

test('changes keep their form, with numbers of their own', () => {
  const data = {
    source: 0,
    adds: [{ parentId: 1, nextId: null, previousId: 4, node: { type: 3, id: 5, textContent: 'x' } }],
    removes: [{ parentId: 1, id: 2 }],
    texts: [{ id: 3, value: 'y' }],
    attributes: [{ id: 2, attributes: { id: 'name', style: { top: '1px' } } }],
  };
  expect(merge({ type: 3, data })).toEqual([
    {
      source: 0,
      adds: [
        { parentId: shift(1), nextId: null, previousId: shift(4), node: { type: 3, id: shift(5), textContent: 'x' } },
      ],
      removes: [{ parentId: shift(1), id: shift(2) }],
      texts: [{ id: shift(3), value: 'y' }],
      attributes: [{ id: shift(2), attributes: { id: 'name', style: { top: '1px' } } }],
    },
  ]);
  expect(
    merge({ type: 3, data: { source: 14, ranges: [{ start: 1, startOffset: 2, end: 3, endOffset: 4 }] } }),
  ).toEqual([{ source: 14, ranges: [{ start: shift(1), startOffset: 2, end: shift(3), endOffset: 4 }] }]);
  expect(
    merge({ type: 3, data: { source: 15, id: 1, styleIds: [1, 2], styles: [{ styleId: 2, rules: [] }] } }),
  ).toEqual([{ source: 15, id: shift(1), styleIds: [shift(1), shift(2)], styles: [{ styleId: shift(2), rules: [] }] }]);
});

test('what says something of the page as a whole is left out', () => {
  expect(merge({ type: 4, data: { href: 'x' } })).toEqual([]);
  expect(merge({ type: 3, data: { source: 4, width: 1, height: 1 } })).toEqual([]);
  expect(merge({ type: 5, data: { tag: 'canvas', payload: { id: 1 } } })).toEqual([]);
});

test('what is no event is none', () => {
  for (const value of [undefined, null, 'x', 3, {}, { type: 3 }, { type: '3', data: {} }]) {
    expect(parseFrameEvent(value)).toBe(undefined);
  }
});
