import { expect, test } from 'vitest';
import { absoluteUrls } from '../../../src/capture/recorder/sheets/absoluteUrls.ts';

const BASE = 'https://shop.test/css/a.css?v=1';

test.each([
  ['url(b.png)', 'url("https://shop.test/css/b.png")'],
  ["url( '../b.png' ) x", 'url("https://shop.test/b.png") x'],
  ['URL("//cdn.test/b.png#c")', 'url("https://cdn.test/b.png#c")'],
  ['url("a (1).png"), url(/c)', 'url("https://shop.test/css/a%20(1).png"), url("https://shop.test/c")'],
  ['url(#a) url("data:image/svg+xml,url(%22x%22)") url() url(blob:x)', undefined],
  [`url("data:image/svg+xml,<g fill='url(x)'/>")`, undefined],
  ['url(http://[) plain', undefined],
])('%s', (css, wanted = css) => {
  expect(absoluteUrls(css, BASE)).toBe(wanted);
  expect(absoluteUrls(wanted, 'https://other.test/')).toBe(wanted);
});
