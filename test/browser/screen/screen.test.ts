import { describe, expect, test } from 'vitest';
import { ScreenError } from '../../../src/screen/index.ts';
import { colourAt, createTestScreen, imageOf, mount, take } from './pictures.ts';

describe('an image', () => {
  test('shows an element with its box', async () => {
    const image = await imageOf('<div id="t" style="width:80px;height:40px;background:rgb(255,0,0)"></div>');
    const { x, y } = document.querySelector('#t')?.getBoundingClientRect() ?? {};
    expect(image).toMatchObject({ at: 42, target: '#t', cause: 'test', box: { x, y, width: 80, height: 40 } });
    expect([image.bitmap.width, image.bitmap.height]).toEqual([80, 40]);
    expect(colourAt(image, 40, 20)).toEqual([255, 0, 0]);
  });

  test('shows the viewport as it is scrolled', async () => {
    mount('<div style="height:3000px"></div><div style="height:3000px;margin:0 -8px;background:rgb(0,128,0)"></div>');
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

describe('the page', () => {
  test('is not changed, and hears nothing', async () => {
    mount(
      '<div id="t" style="width:50px;height:50px"><iframe srcdoc="<script>top.ran=(top.ran??0)+1</script>"></iframe></div>',
    );
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
    mount(
      '<div id="t" style="width:50px;height:50px"><img src="data:image/png;base64,x" onerror="top.ran=(top.ran??0)+1"></div>',
    );
    await expect.poll(() => Reflect.get(window.top ?? window, 'ran') as unknown).toBe(1);
    await take('#t');
    expect(Reflect.get(window.top ?? window, 'ran')).toBe(1);
    Reflect.deleteProperty(window.top ?? window, 'ran');
  });

  test('does not have its frames loaded again', async () => {
    mount(
      '<div id="t"><iframe src="/frame.html"></iframe><iframe srcdoc="x"></iframe><object data="/x"></object>x</div>',
    );
    const { adoptNode } = Document.prototype;
    const copies: string[] = [];
    const noting = function (this: Document, node: Node) {
      if (node instanceof Element) copies.push(node.querySelector('#t')?.innerHTML ?? '');
      return adoptNode.call(this, node);
    };
    Reflect.set(Document.prototype, 'adoptNode', noting);
    await take('#t').finally(() => Reflect.set(Document.prototype, 'adoptNode', adoptNode));
    expect(copies).toHaveLength(1);
    expect(copies[0]).toContain('<iframe');
    expect(copies[0]).not.toMatch(/src|data=/);
  });

  test('keeps nothing after a failure', async () => {
    mount('<div id="t" style="width:50px;height:50px"></div>');
    const native = window.createImageBitmap;
    const { matches } = Element.prototype;
    const broken = function (this: Element, selector: string) {
      if (this.ownerDocument !== document) throw new Error('broken by test');
      return matches.call(this, selector);
    };
    Reflect.set(Element.prototype, 'matches', broken);
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
    mount('<div id="empty"></div><div id="huge" style="width:9000px;height:9000px"></div>');
    const error: unknown = await take(target).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ScreenError);
    expect(error).toMatchObject({ code });
  });

  test('one at a time, and no more than three waiting', async () => {
    mount('<div id="t" style="width:20px;height:20px"></div>');
    const screen = createTestScreen();
    const takeMore = () => screen.capture({ target: '#t', cause: 'test' });
    const results = await Promise.allSettled(Array.from({ length: 5 }, takeMore));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(results[4]).toMatchObject({ reason: { code: 'image_busy' } });
    await expect(takeMore()).resolves.toMatchObject({ target: '#t' });
  });

  test('after stop there are no images', async () => {
    mount('<div id="t" style="width:20px;height:20px"></div>');
    const screen = createTestScreen();
    const waiting = screen.capture({ target: '#t', cause: 'test' });
    screen.stop();
    await expect(waiting).rejects.toMatchObject({ code: 'image_failed' });
    await expect(screen.capture({ target: '#t', cause: 'test' })).rejects.toMatchObject({ code: 'image_failed' });
  });
});
