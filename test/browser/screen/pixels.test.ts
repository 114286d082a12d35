import { describe, expect, onTestFinished, test } from 'vitest';
import { colourAt, imageOf, inkCount, mount, take } from './pictures.ts';

const GREY = [156, 163, 175];

function fill(selector: string, colour = 'rgb(255,0,0)'): void {
  const context = document.querySelector<HTMLCanvasElement>(selector)?.getContext('2d');
  if (!context) throw new Error('no context');
  context.fillStyle = colour;
  context.fillRect(0, 0, 400, 400);
}

const stage = (inside: string) => `<div id="t" style="width:220px;height:120px">${inside}</div>`;
const canvas = '<canvas id="c" width="200" height="100"></canvas>';

describe('a canvas', () => {
  test('is drawn as it is', async () => {
    const image = await imageOf(stage(canvas), '#t', () => {
      fill('#c');
    });
    expect(colourAt(image, 100, 50)).toEqual([255, 0, 0]);
  });

  test('without a context can have any afterwards', async () => {
    await imageOf(stage(canvas));
    const found = document.querySelector<HTMLCanvasElement>('#c');
    expect(found?.getContext('bitmaprenderer')).not.toBeNull();
  });

  test('in which nothing can be read is a labelled grey box; one that lies over others is not', async () => {
    const image = await imageOf(stage(canvas));
    expect(colourAt(image, 5, 50)).toEqual(GREY);
    expect(inkCount(image)).toBeGreaterThan(30);
    const over = `<div style="position:relative;background:rgb(0,0,255)"><canvas width="200" height="100" style="position:absolute"></canvas>${canvas}</div>`;
    const blue = await imageOf(stage(over), '#t', () => {
      fill('#c', 'rgb(0,0,255)');
    });
    expect(colourAt(blue, 5, 50)).toEqual([0, 0, 255]);
  });

  test('that is tainted is a labelled grey box', async () => {
    mount(stage(canvas));
    const source = document.querySelector<HTMLCanvasElement>('#c');
    const { getImageData } = CanvasRenderingContext2D.prototype;
    fill('#c');
    // The browser's own answer where an image of another origin was drawn.
    CanvasRenderingContext2D.prototype.getImageData = () => {
      throw new DOMException('tainted', 'SecurityError');
    };
    const image = await take('#t').finally(() => (CanvasRenderingContext2D.prototype.getImageData = getImageData));
    expect(source?.isConnected).toBe(true);
    expect(colourAt(image, 5, 50)).toEqual(GREY);
  });

  test('of WebGL is drawn in the frame in which the page draws it', async () => {
    mount(stage(canvas));
    const gl = document.querySelector<HTMLCanvasElement>('#c')?.getContext('webgl');
    if (!gl) return;
    let frame = 0;
    const draw = () => {
      gl.clearColor(0, 1, 0, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      frame = requestAnimationFrame(draw);
    };
    draw();
    onTestFinished(() => {
      cancelAnimationFrame(frame);
    });
    expect(colourAt(await take('#t'), 100, 50)).toEqual([0, 255, 0]);
  });
});

test('a video of which nothing has come is a labelled grey box of its size', async () => {
  const image = await imageOf(stage('<video width="200" height="100"></video>'));
  expect(colourAt(image, 5, 50)).toEqual(GREY);
  expect(inkCount(image)).toBeGreaterThan(30);
  expect(colourAt(image, 210, 50)).toEqual([255, 255, 255]);
});

test('images that the page has left for later are not loaded', async () => {
  mount(
    '<div id="t" style="width:20px;height:20px"></div><div style="height:20000px"></div><img loading="lazy" src="/lazy.png?later" width="10" height="10">',
  );
  const requests = () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('lazy.png'));
  expect(requests()).toHaveLength(0);
  await take('viewport');
  expect(requests()).toHaveLength(0);
  expect(document.querySelector('img')?.loading).toBe('lazy');
});

test('an image in parts is the same as at once: lists, slots, what is scrolled, what moves', async () => {
  mount(
    `<style>.far{height:2000px}.moved{transform:translateY(2650px);width:60px;height:40px;background:rgb(0,128,0)}</style>
     <div class="moved">moved</div><ol style="margin:0"><li style="height:900px">a</li><li style="height:900px">b</li><li style="height:900px">c</li></ol>
     <div class="far"><div class="far"></div></div><div id="host"><b>slotted</b></div>
     <div style="position:fixed;left:100px;top:10px;width:50px;height:50px;background:rgb(255,0,0)"></div>`,
  );
  const shadow = document.querySelector('#host')?.attachShadow({ mode: 'open' });
  if (shadow) shadow.innerHTML = '<p style="background:rgb(0,0,255);height:40px;width:200px"><slot></slot></p>';
  window.scrollTo(0, 2600);
  const image = await take('viewport');
  expect(colourAt(image, 120, 30)).toEqual([255, 0, 0]);
  expect(colourAt(image, 40, 70)).toEqual([0, 128, 0]);
  window.scrollTo(0, 1e6);
  const end = await take('viewport');
  expect(colourAt(end, 190, innerHeight - 40)).toEqual([0, 0, 255]);
  expect(colourAt(end, 120, 30)).toEqual([255, 0, 0]);
});
