import { describe, expect, test } from 'vitest';
import { absoluteSources } from '../../../src/capture/recorder/page/addresses.ts';
import { readSelectors } from '../../../src/capture/recorder/page/selectors.ts';

describe('what selectors depend on', () => {
  test.each<[string, string[], 'itself' | 'down' | 'wide']>([
    ['.a', ['class'], 'itself'],
    ['p.a#b[c]', ['c', 'class', 'id'], 'itself'],
    ['.a, #b ,\n p', ['class', 'id'], 'itself'],
    ['[data-x="a b > c + d"]', ['data-x'], 'itself'],
    ["[data-x='a]b'][ y |= z i ]", ['data-x', 'y'], 'itself'],
    ['[svg|href]', ['href'], 'itself'],
    ['svg [viewBox]', ['viewBox', 'viewbox'], 'down'],
    ['.md\\:a', ['class'], 'itself'],
    ['a/* + b */', [], 'itself'],
    [':not( .a , .b )', ['class'], 'itself'],
    [':is(.a) p', ['class'], 'down'],
    ['[a] [b]', ['a', 'b'], 'down'],
    ['p>.a', ['class'], 'down'],
    [':is(.a .b)', ['class'], 'down'],
    ['a + b', [], 'wide'],
    ['a~b', [], 'wide'],
    ['p:has(.a)', ['class'], 'wide'],
    ['p:nth-child(2)', [], 'wide'],
    ['.a p:hover', ['class'], 'wide'],
    ['p::before', [], 'wide'],
  ])('%s', (selector, attributes, reach) => {
    const read = readSelectors([selector]);
    expect([...read.attributes].sort()).toEqual(attributes.sort());
    expect({ down: read.down, wide: read.wide }).toEqual({
      down: reach === 'down' ? selector : '',
      wide: reach === 'wide' ? selector : '',
    });
  });

  test('several are put together by how far they reach', () => {
    expect(readSelectors(['.a', '.b p', 'q', 'x > y', 'a + b'])).toMatchObject({ down: '.b p,x > y', wide: 'a + b' });
  });
});

describe('several addresses in one attribute', () => {
  test.each([
    ['a.png', '<a.png>'],
    ['a.png 1x, b.png 2x', '<a.png> 1x, <b.png> 2x'],
    ['a.png,b.png 2x', '<a.png,b.png> 2x'],
    ['a.png, b.png', '<a.png>, <b.png>'],
    [' a.png 100w ,, b.png ', '<a.png> 100w, <b.png>'],
    ['a.png calc(1, 2)w, b.png', '<a.png> calc(1, 2)w, <b.png>'],
    ['data:image/gif;base64,AA== 1x', '<data:image/gif;base64,AA==> 1x'],
    ['', ''],
    [','.repeat(50_000), ''],
    [' '.repeat(50_000), ''],
  ])('%s', (text, expected) => {
    expect(absoluteSources(text, (address) => `<${address}>`)).toBe(expected);
  });
});
