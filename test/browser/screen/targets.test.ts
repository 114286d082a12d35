import { describe, expect, test } from 'vitest';
import { colourAt, mount, take } from './pictures.ts';

const RED = [255, 0, 0];
const box = 'width:80px;height:30px;border:0;padding:0;background:rgb(255,0,0)';

describe('a field is found by', () => {
  test.each([
    ['its name', `<input name="amount" style="${box}">`],
    ['its id', `<input id="amount" style="${box}">`],
    ['its test id', `<div data-testid="amount" style="${box}"></div>`],
    [
      'its name before any id',
      `<div id="amount" style="width:9px;height:9px"></div><input name="amount" style="${box}">`,
    ],
    ['the one that is seen', `<input type="hidden" name="amount"><input name="amount" style="${box}">`],
  ])('%s', async (_name, html) => {
    mount(html);
    const image = await take('field:amount');
    expect(image).toMatchObject({ target: 'field:amount', box: { width: 80, height: 30 } });
    expect(colourAt(image, 40, 15)).toEqual(RED);
  });

  test('its name in a shadow root within a shadow root', async () => {
    mount('<div id="outer"></div>');
    const outer = document.querySelector('#outer')?.attachShadow({ mode: 'open' });
    if (outer) outer.innerHTML = '<p>text</p><div id="inner"></div>';
    const inner = outer?.querySelector('#inner')?.attachShadow({ mode: 'open' });
    if (inner) inner.innerHTML = `<style>input{${box}}</style><input name="amount">`;
    const image = await take('field:amount');
    expect(image.box).toMatchObject({ width: 80, height: 30 });
    expect(colourAt(image, 40, 15)).toEqual(RED);
  });

  test('names that are no selectors', async () => {
    mount(`<input name='items[0]."x"' style="${box}">`);
    expect((await take('field:items[0]."x"')).box).toMatchObject({ width: 80 });
    await expect(take('field:items[1]')).rejects.toMatchObject({ code: 'image_target_missing' });
  });
});

test('the content of shadow roots belongs to the image of what they are in', async () => {
  mount('<div id="t" style="width:80px;height:30px"><div id="host"></div></div>');
  const shadow = document.querySelector('#host')?.attachShadow({ mode: 'open' });
  if (shadow) shadow.innerHTML = `<div style="${box}"></div>`;
  expect(colourAt(await take('#t'), 40, 15)).toEqual(RED);
});

test('a page that is pinched larger is imaged as far as it is seen', async () => {
  mount('<div style="position:fixed;left:100px;top:50px;width:100px;height:60px;background:rgb(255,0,0)"></div>');
  const own = Object.getOwnPropertyDescriptor(window, 'visualViewport');
  const seen = { scale: 2, offsetLeft: 100, offsetTop: 50, width: 100.4, height: 60.2 };
  Object.defineProperty(window, 'visualViewport', { value: seen, configurable: true });
  const image = await take('viewport').finally(() => {
    if (own) Object.defineProperty(window, 'visualViewport', own);
  });
  expect(image.box).toEqual({ x: 100, y: 50, width: 100, height: 60 });
  expect(colourAt(image, 2, 2)).toEqual(RED);
  expect(colourAt(image, 97, 57)).toEqual(RED);
});
