import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createScreen, ScreenError, type Screen } from '../../../src/screen/index.ts';
import type { ScreenImage } from '../../../src/wire/workerApi.ts';

let screen: Screen;
let root: HTMLElement;
beforeEach(() => {
  screen = createScreen({ window, now: () => 42, guard: (callback) => callback });
  root = document.createElement('main');
  document.body.replaceChildren(root);
});
afterEach(() => {
  screen.stop();
  document.body.replaceChildren();
  window.scrollTo(0, 0);
});

const take = (target: string) => screen.capture({ target, cause: 'test' });

function pixels(image: ScreenImage): Uint8ClampedArray {
  if (!(image.bitmap instanceof ImageBitmap)) throw new Error('no bitmap');
  const { width, height } = image.bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('no context');
  context.drawImage(image.bitmap, 0, 0);
  return context.getImageData(0, 0, width, height).data;
}

function colourAt(image: ScreenImage, x: number, y: number): number[] {
  const start = (y * image.bitmap.width + x) * 4;
  return [...pixels(image).slice(start, start + 3)];
}

function inkCount(image: ScreenImage): number {
  const all = pixels(image);
  let count = 0;
  for (let index = 0; index < all.length; index += 4) if ((all[index] ?? 255) < 128) count += 1;
  return count;
}

function differenceCount(one: ScreenImage, other: ScreenImage): number {
  const theirs = pixels(other);
  const ours = pixels(one);
  expect(ours.length).toBe(theirs.length);
  return ours.reduce((count, value, index) => (value === theirs[index] ? count : count + 1), 0);
}

async function imageOf(html: string, target = '#t', prepare: () => void = () => undefined): Promise<ScreenImage> {
  root.innerHTML = html;
  prepare();
  return take(target);
}

describe('an image', () => {
  test('shows an element with its box', async () => {
    const image = await imageOf('<div id="t" style="width:80px;height:40px;background:rgb(255,0,0)"></div>');
    const { x, y } = document.querySelector('#t')?.getBoundingClientRect() ?? {};
    expect(image).toMatchObject({ at: 42, target: '#t', cause: 'test', box: { x, y, width: 80, height: 40 } });
    expect([image.bitmap.width, image.bitmap.height]).toEqual([80, 40]);
    expect(colourAt(image, 40, 20)).toEqual([255, 0, 0]);
  });

  test('shows the viewport as it is scrolled', async () => {
    root.innerHTML =
      '<div style="height:3000px"></div><div style="height:3000px;margin:0 -8px;background:rgb(0,128,0)"></div>';
    window.scrollTo(0, 4000);
    const image = await take('viewport');
    expect(image.box).toEqual({ x: 0, y: 0, width: innerWidth, height: innerHeight });
    expect([image.bitmap.width, image.bitmap.height]).toEqual([innerWidth, innerHeight]);
    expect(colourAt(image, 20, 20)).toEqual([0, 128, 0]);
    expect(window.scrollY).toBe(4000);
  });

  test('understands modern colours, and styles of the page', async () => {
    const image = await imageOf(
      '<style>#t { background: color-mix(in srgb, red, red); width: 40px; height: 40px; color: oklch(0.7 0.1 200) }</style><div id="t"></div>',
    );
    expect(colourAt(image, 20, 20)).toEqual([255, 0, 0]);
  });

  test('leaves the elements around its target out', async () => {
    const image = await imageOf(
      '<div style="position:relative"><div id="t" style="width:40px;height:40px"></div><div style="position:absolute;inset:0;background:#000"></div></div>',
    );
    expect(colourAt(image, 20, 20)).toEqual([255, 255, 255]);
  });
});

const SECRETS: [string, (secret: string) => string][] = [
  ['value of an input', (secret) => `<input value="${secret}">`],
  ['password', (secret) => `<input type="password" value="${secret}">`],
  ['number', (secret) => `<input type="number" value="${secret.length}">`],
  ['text area', (secret) => `<textarea>${secret}</textarea>`],
  ['select', (secret) => `<select style="width:150px"><option>${secret}</option></select>`],
  ['masked text', (secret) => `<p data-rewindow-mask>${secret}</p>`],
  ['text in masked', (secret) => `<div data-rewindow-mask><p>a <b>${secret}</b></p></div>`],
  ['editable text', (secret) => `<div contenteditable="true">${secret}</div>`],
  ['blocked part', (secret) => `<div data-rewindow-block style="height:40px">${secret}<input value="${secret}"></div>`],
  [
    'generated content in masked',
    (secret) => `<style>i::before{content:attr(title)}</style><p data-rewindow-mask><i title="${secret}"></i></p>`,
  ],
  ['embedded page', (secret) => `<iframe srcdoc="${secret}"></iframe>`],
];

describe('an image does not tell', () => {
  test.each(SECRETS)('%s', async (_name, html) => {
    const frame = (secret: string) => `<div id="t" style="width:400px;height:200px">${html(secret)}</div>`;
    const one = await imageOf(frame('canary'));
    const other = await imageOf(frame('WALRUS'));
    expect(differenceCount(one, other)).toBe(0);
  });

  test('values set by script, however long', async () => {
    const html = '<div id="t" style="width:300px;height:60px"><input><textarea></textarea></div>';
    const set = (value: string) => () => {
      for (const field of root.querySelectorAll<HTMLInputElement>('input,textarea')) field.value = value;
    };
    const one = await imageOf(html, '#t', set('i'));
    const other = await imageOf(html, '#t', set('WWWWWWWWWWW'));
    expect(differenceCount(one, other)).toBe(0);
  });

  test('text in shadow roots of masked parts', async () => {
    const html =
      '<div id="t" style="width:300px;height:60px"><div data-rewindow-mask><span id="host"></span></div></div>';
    const fill = (text: string) => () => {
      const shadow = document.querySelector('#host')?.attachShadow({ mode: 'open' });
      if (shadow) shadow.innerHTML = `<b>${text}</b><input value="${text}">`;
    };
    const one = await imageOf(html, '#t', fill('canary'));
    const other = await imageOf(html, '#t', fill('WALRUS'));
    expect(differenceCount(one, other)).toBe(0);
  });

  test('but it does tell what is not masked', async () => {
    const frame = (text: string) => `<div id="t" style="width:300px;height:60px;font:20px sans-serif">${text}</div>`;
    const one = await imageOf(frame('canary'));
    const other = await imageOf(frame('WALRUS'));
    expect(inkCount(one)).toBeGreaterThan(50);
    expect(differenceCount(one, other)).toBeGreaterThan(50);
  });

  test('a blocked part is a grey box of its size', async () => {
    const image = await imageOf(
      '<div id="t" style="width:200px;height:100px"><div data-rewindow-block style="width:100px;height:50px">x</div></div>',
    );
    expect(colourAt(image, 50, 25)).toEqual([156, 163, 175]);
    expect(colourAt(image, 150, 25)).toEqual([255, 255, 255]);
  });

  test('an image of another origin is a grey box', async () => {
    const image = await imageOf(
      '<div id="t" style="width:200px;height:100px"><img src="http://127.0.0.2:9/x.png" style="width:90px;height:50px"></div>',
    );
    expect(colourAt(image, 10, 10)).toEqual([156, 163, 175]);
  });
});

describe('the page', () => {
  test('is not changed, and hears nothing', async () => {
    root.innerHTML =
      '<div id="t" style="width:50px;height:50px"><iframe srcdoc="<script>top.ran=(top.ran??0)+1</script>"></iframe></div>';
    await expect.poll(() => Reflect.get(window.top ?? window, 'ran') as unknown).toBe(1);
    const before = document.documentElement.outerHTML;
    const lines: unknown[][] = [];
    const levels = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const natives = levels.map((level) => console[level]);
    for (const level of levels) console[level] = (...args: unknown[]) => lines.push(args);
    const touched: string[] = [];
    const observer = new MutationObserver((mutations) => {
      for (const { addedNodes } of mutations) addedNodes.forEach(({ nodeName }) => touched.push(nodeName));
    });
    observer.observe(document, { childList: true, subtree: true, attributes: true });
    await take('viewport');
    await take('#t');
    observer.disconnect();
    levels.forEach((level, index) => (console[level] = natives[index] ?? console[level]));
    expect(document.documentElement.outerHTML).toBe(before);
    expect(lines).toEqual([]);
    expect(new Set(touched)).toEqual(new Set(['REWINDOW-SCREEN']));
    expect(Reflect.get(window.top ?? window, 'ran')).toBe(1);
    Reflect.deleteProperty(window.top ?? window, 'ran');
  });

  test('runs no handlers of the copy', async () => {
    root.innerHTML =
      '<div id="t" style="width:50px;height:50px"><img src="data:image/png;base64,x" onerror="top.ran=(top.ran??0)+1"></div>';
    await expect.poll(() => Reflect.get(window.top ?? window, 'ran') as unknown).toBe(1);
    await take('#t');
    expect(Reflect.get(window.top ?? window, 'ran')).toBe(1);
    Reflect.deleteProperty(window.top ?? window, 'ran');
  });

  test('keeps nothing after a failure', async () => {
    root.innerHTML = '<div id="t" style="width:50px;height:50px"></div>';
    const native = window.createImageBitmap;
    const { matches } = Element.prototype;
    Element.prototype.matches = function (selector) {
      if (this.ownerDocument !== document) throw new Error('broken by test');
      return matches.call(this, selector);
    };
    const inside: unknown = await take('#t').catch((error: unknown) => error);
    Element.prototype.matches = matches;
    window.createImageBitmap = () => Promise.reject(new Error('broken by test'));
    const after: unknown = await take('#t').catch((error: unknown) => error);
    window.createImageBitmap = native;
    for (const error of [inside, after])
      expect(error).toMatchObject({ code: 'image_failed', message: 'broken by test' });
    expect(document.querySelector('rewindow-screen')).toBeNull();
  });
});

describe('errors', () => {
  test.each([
    ['#missing', 'image_target_missing'],
    ['((', 'image_target_missing'],
    ['#empty', 'image_target_missing'],
    ['#huge', 'image_too_large'],
  ])('%s is %s', async (target, code) => {
    root.innerHTML = '<div id="empty"></div><div id="huge" style="width:9000px;height:9000px"></div>';
    const error: unknown = await take(target).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ScreenError);
    expect(error).toMatchObject({ code });
  });

  test('one at a time, and no more than three waiting', async () => {
    root.innerHTML = '<div id="t" style="width:20px;height:20px"></div>';
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => take('#t')));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(results[4]).toMatchObject({ reason: { code: 'image_busy' } });
    await expect(take('#t')).resolves.toMatchObject({ target: '#t' });
  });

  test('after stop there are no images', async () => {
    root.innerHTML = '<div id="t" style="width:20px;height:20px"></div>';
    const waiting = take('#t');
    screen.stop();
    await expect(waiting).rejects.toMatchObject({ code: 'image_failed' });
    await expect(take('#t')).rejects.toMatchObject({ code: 'image_failed' });
  });
});
