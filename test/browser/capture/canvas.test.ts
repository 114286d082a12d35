import { describe, expect, onTestFinished, test } from 'vitest';
import { createPrivacy } from '../../../src/browser/privacy.ts';
import { track } from '../../../src/capture/canvas/index.ts';
import { startRecorder } from '../../../src/capture/recorder/index.ts';
import type { Recorder } from '../../../src/capture/recorder.ts';
import type { CaptureScope, Tracker } from '../../../src/capture/tracker.ts';
import { find, mount, run } from './scope.ts';

interface Image {
  id: number;
  type: string;
  image: string;
}

/** The recorder and the canvases of its document. */
function start(overrides: Partial<CaptureScope> = {}) {
  let recorder: Recorder | undefined;
  const both: Tracker = (emit, scope) => {
    const started = startRecorder(emit, scope);
    recorder = started;
    const canvases = track(emit, {
      ...scope,
      recorded: () => ({ ...started, onCheckpoint: () => ({ stop: () => undefined }) }),
    });
    return {
      stop() {
        canvases.stop();
        started.stop();
      },
    };
  };
  const running = run(both, { details: () => ({ canvas: { everyMs: 100, quality: 0.9 } }), ...overrides });
  const images = (): Image[] =>
    running
      .of('dom')
      .map(({ event }) => event)
      .filter((event) => event.type === 5)
      .map((event) => (event.data as { payload: Image }).payload);
  return { ...running, images, recorder: () => recorder };
}

function canvasIn(selector: string): HTMLCanvasElement {
  const element = find(selector);
  if (!(element instanceof HTMLCanvasElement)) throw new Error('no canvas');
  return element;
}

function fill(canvas: HTMLCanvasElement, colour: string): void {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no context');
  context.fillStyle = colour;
  context.fillRect(0, 0, canvas.width, canvas.height);
}

async function colourOf({ type, image }: Image, x = 5, y = 5): Promise<number[]> {
  const picture = new Image();
  picture.src = `data:${type};base64,${image}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  context?.drawImage(picture, 0, 0);
  return [...(context?.getImageData(x, y, 1, 1).data ?? [])];
}

const rest = (ms = 400) => new Promise((resolve) => setTimeout(resolve, ms));
const isNear = (colour: number[], wanted: number[]) =>
  colour.every((part, i) => Math.abs(part - (wanted[i] ?? 0)) < 12);

describe('canvases', () => {
  test('are imaged when they change, and only then', async () => {
    mount('<canvas id="c" width="60" height="40"></canvas>');
    fill(canvasIn('#c'), 'rgb(200, 0, 0)');
    const { images, failures, recorder } = start();
    await expect.poll(() => images().length).toBe(1);
    expect(images()[0]?.id).toBe(recorder()?.idOf(find('#c')));
    const [first] = images();
    expect(first && isNear(await colourOf(first), [200, 0, 0, 255])).toBe(true);
    await rest();
    expect(images()).toHaveLength(1);
    fill(canvasIn('#c'), 'rgb(0, 0, 200)');
    await expect.poll(() => images().length).toBe(2);
    const second = images()[1];
    expect(second && isNear(await colourOf(second), [0, 0, 200, 255])).toBe(true);
    expect(failures).toEqual([]);
  });

  test('are imaged anew after a checkpoint', async () => {
    mount('<canvas id="c" width="60" height="40"></canvas>');
    fill(canvasIn('#c'), 'red');
    const { images, recorder } = start();
    await expect.poll(() => images().length).toBe(1);
    recorder()?.checkpoint();
    await expect.poll(() => images().length).toBe(2);
    expect(images()[0]).toEqual(images()[1]);
  });

  test('that are cleared are shown cleared', async () => {
    mount('<canvas id="c" width="60" height="40"></canvas>');
    fill(canvasIn('#c'), 'red');
    const { images } = start();
    await expect.poll(() => images().length).toBe(1);
    canvasIn('#c').getContext('2d')?.clearRect(0, 0, 60, 40);
    await expect.poll(() => images().length).toBe(2);
    const last = images()[1];
    expect(last && (await colourOf(last))[3]).toBe(0);
  });

  test('in shadow roots, in frames, and those that come later are found', async () => {
    const root = mount('<div id="host"></div><iframe srcdoc="<canvas width=50 height=50></canvas>"></iframe>');
    const { images } = start();
    const shadow = find('#host').attachShadow({ mode: 'open' });
    shadow.innerHTML = '<canvas width="30" height="30"></canvas>';
    const inShadow = shadow.querySelector('canvas');
    if (inShadow) fill(inShadow, 'green');
    const late = document.createElement('canvas');
    root.append(late);
    fill(late, 'blue');
    await rest(200);
    const inFrame = root.querySelector('iframe')?.contentDocument?.querySelector('canvas');
    if (inFrame) fill(inFrame, 'red');
    await expect.poll(() => new Set(images().map(({ id }) => id)).size).toBe(3);
  });

  test('of WebGL are read right after they are drawn, without being kept for it', async () => {
    mount('<canvas id="c" width="60" height="40"></canvas>');
    const gl = canvasIn('#c').getContext('webgl');
    if (!gl) return;
    let isOver = false;
    onTestFinished(() => {
      isOver = true;
    });
    const draw = () => {
      gl.clearColor(0, 0.8, 0, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      if (!isOver) requestAnimationFrame(draw);
    };
    draw();
    const { images } = start();
    await expect.poll(() => images().length).toBe(1);
    const [image] = images();
    expect(image && isNear(await colourOf(image), [0, 204, 0, 255])).toBe(true);
  });

  test('larger than the ceiling are shrunk', async () => {
    mount('<canvas id="c" width="4000" height="1000" style="width:100px"></canvas>');
    fill(canvasIn('#c'), 'red');
    const { images } = start();
    await expect.poll(() => images().length).toBe(1);
    const picture = new Image();
    picture.src = `data:image/webp;base64,${images()[0]?.image ?? ''}`;
    await picture.decode();
    expect([picture.width, picture.height]).toEqual([2000, 500]);
  });

  test('keep their kind for the page to choose', async () => {
    mount('<canvas id="c" width="60" height="40"></canvas>');
    const { of } = start();
    await expect.poll(() => of('agent').map(({ code }) => code)).toEqual(['canvas_unreadable']);
    await rest();
    expect(of('agent')).toHaveLength(1);
    expect(canvasIn('#c').getContext('webgl')).not.toBe(null);
  });

  test('that are tainted are named once', async () => {
    mount('<canvas id="c" width="60" height="40"></canvas>');
    // An image of an origin that is nobody's: text inside an SVG's foreign object taints in some browsers, another origin in all.
    const image = new Image();
    image.src = otherOriginImage();
    await image.decode();
    canvasIn('#c').getContext('2d')?.drawImage(image, 0, 0);
    const { of, images } = start();
    await expect.poll(() => of('agent').length).toBe(1);
    await rest();
    expect(of('agent')).toEqual([
      { code: 'canvas_unreadable', message: expect.stringContaining('SecurityError') as string },
    ]);
    expect(images()).toEqual([]);
  });
});

/** All names below localhost lead to the test server, and each is another origin. */
function otherOriginImage(): string {
  return `http://other.localhost:${location.port}/__vitest__/favicon.svg`;
}

describe('nothing is taken of canvases', () => {
  test.each([
    ['masked', '<p data-rewindow-mask><canvas id="c"></canvas></p>', 'inputs'],
    ['blocked', '<p data-rewindow-block><canvas id="c"></canvas></p>', 'inputs'],
    ['where all text is masked', '<canvas id="c"></canvas>', 'text'],
    ['where everything is masked', '<p data-rewindow-unmask><canvas id="c"></canvas></p>', 'all'],
    ['out of view', '<div style="height:9000px"></div><canvas id="c"></canvas>', 'inputs'],
    ['without size', '<canvas id="c" width="0"></canvas>', 'inputs'],
  ] as const)('%s', async (_name, html, mask) => {
    mount(html);
    fill(canvasIn('#c'), 'red');
    const { images, failures } = start({ privacy: createPrivacy({ mask, urlParameters: [] }) });
    await rest();
    expect(images()).toEqual([]);
    expect(failures).toEqual([]);
  });

  test('after the end', async () => {
    mount('<canvas id="c"></canvas>');
    const { images, stop } = start();
    stop();
    fill(canvasIn('#c'), 'red');
    await rest();
    expect(images()).toEqual([]);
  });
});
