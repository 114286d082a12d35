import { expect, test } from 'vitest';
import { track } from '../../../src/capture/pageFacts/index.ts';
import { run } from './scope.ts';
import { startTraces } from './traces.ts';

const LINK = { effectiveType: '4g', rtt: 50, downlink: 10, saveData: false };

/** Methods that insist on the real window. */
const METHODS = new Set<string | symbol>(['addEventListener', 'removeEventListener', 'setTimeout', 'clearTimeout']);

/** The real window with some of its objects replaced. */
function windowWith(own: object): Window & typeof globalThis {
  return new Proxy(window, {
    get(target, name) {
      const value: unknown = Reflect.get(Object.hasOwn(own, name) ? own : target, name);
      return METHODS.has(name) && typeof value === 'function' ? (value.bind(window) as unknown) : value;
    },
  });
}

const withFields = <T extends object>(object: T, fields: object) => Object.assign(new EventTarget(), object, fields);

test('tells the device once', () => {
  const { of, failures } = run(track);
  expect(failures).toEqual([]);
  expect(of('page')).toHaveLength(1);
  const [device] = of('page');
  expect(device).toMatchObject({
    type: 'device',
    language: navigator.language,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    scale: 1,
    device: { pixelRatio: devicePixelRatio, screenWidth: screen.width, coreCount: navigator.hardwareConcurrency },
  });
  expect(device?.orientation).toMatch(/portrait|landscape/);
});

test('a browser without connection, hints, orientation and visual viewport is told without them', () => {
  const { of, failures } = run(track, {
    window: windowWith({
      visualViewport: null,
      screen: { width: 10, height: 20 },
      navigator: { language: 'de-CH', languages: ['de-CH', 'fr'], maxTouchPoints: 5, hardwareConcurrency: undefined },
      document: { wasDiscarded: true },
      devicePixelRatio: 2,
    }),
  });
  expect(failures).toEqual([]);
  expect(of('page')).toEqual([
    { type: 'discarded' },
    {
      type: 'device',
      language: 'de-CH',
      languages: ['de-CH', 'fr'],
      timeZone: expect.any(String),
      device: { pixelRatio: 2, screenWidth: 10, screenHeight: 20, touchPointCount: 5 },
    },
  ]);
});

test('says what has changed, and only then', async () => {
  const link = withFields(LINK, {});
  const viewport = withFields({ offsetLeft: 0, offsetTop: 0, scale: 1 }, {});
  const orientation = withFields({ type: 'portrait-primary' }, {});
  const { of } = run(track, {
    window: windowWith({
      visualViewport: viewport,
      screen: { width: 10, height: 20, orientation },
      navigator: { language: 'de', languages: ['de'], maxTouchPoints: 0, connection: link },
      document: {},
      devicePixelRatio: 1,
    }),
  });
  viewport.dispatchEvent(new Event('scroll'));
  link.dispatchEvent(new Event('change'));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(of('page')).toHaveLength(1);
  Object.assign(viewport, { offsetLeft: 10.4, offsetTop: 3, scale: 2.00049 });
  for (let count = 0; count < 20; count += 1) viewport.dispatchEvent(new Event('scroll'));
  Object.assign(link, { effectiveType: '2g', saveData: true });
  link.dispatchEvent(new Event('change'));
  Object.assign(orientation, { type: 'landscape-primary' });
  orientation.dispatchEvent(new Event('change'));
  window.dispatchEvent(new Event('languagechange'));
  window.dispatchEvent(new Event('beforeprint'));
  window.dispatchEvent(new Event('resize'));
  await expect.poll(() => of('page').length, { timeout: 5_000 }).toBe(6);
  expect(of('page').slice(1)).toEqual([
    { type: 'orientation', orientation: 'landscape-primary' },
    { type: 'language', language: 'de', languages: ['de'] },
    { type: 'print' },
    { type: 'zoom', x: 10, y: 3, scale: 2 },
    { type: 'connection', connection: { effectiveType: '2g', downlinkMbps: 10, roundTripMs: 50, saveData: true } },
  ]);
});

test('leaves nothing behind', () => {
  const traces = startTraces();
  const handle = run(track);
  expect(traces.left()).toContain('beforeprint');
  handle.stop();
  expect(traces.left()).toEqual([]);
});
