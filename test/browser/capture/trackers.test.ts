import { describe, expect, test } from 'vitest';
import { trackConsole } from '../../../src/capture/trackConsole.ts';
import { trackErrors } from '../../../src/capture/trackErrors.ts';
import { trackNavigation } from '../../../src/capture/trackNavigation.ts';
import { trackPage } from '../../../src/capture/trackPage.ts';
import { trackScroll } from '../../../src/capture/trackScroll.ts';
import { createTestScope, find, mount, run } from './scope.ts';

describe('scroll', () => {
  test('is sampled, with depth', async () => {
    mount('<div id="box" style="height:100px;overflow:auto"><div style="height:1000px"></div></div>');
    const { of } = run(trackScroll);
    for (let y = 10; y <= 450; y += 40) {
      find('#box').scrollTop = y;
      find('#box').dispatchEvent(new Event('scroll'));
    }
    expect(of('scroll')).toEqual([]);
    await expect.poll(() => of('scroll').length).toBe(1);
    expect(of('scroll')).toEqual([{ selector: '#box', x: 0, y: 450, depth: 0.55 }]);
  });
});

describe('navigation', () => {
  test('follows routes without a load', async () => {
    const before = location.href;
    const { of } = run(trackNavigation);
    history.pushState({}, '', '/checkout?mail=me@example.org');
    history.replaceState({ scroll: 1 }, '');
    history.replaceState({}, '', '/checkout/pay');
    location.hash = '#/done';
    await expect.poll(() => of('navigation').length).toBe(4);
    history.back();
    await expect.poll(() => of('navigation').length).toBe(5);
    expect(
      of('navigation')
        .map(({ type, path }) => [type, path])
        .slice(1),
    ).toEqual([
      ['push', '/checkout'],
      ['replace', '/checkout/pay'],
      ['hash', '/checkout/pay'],
      ['hash', '/checkout/pay'],
    ]);
    expect(of('navigation')[1]?.url).toBe(`${location.origin}/checkout?mail=***`);
    expect(of('navigation')[3]?.url).toBe(`${location.origin}/checkout/pay#/done`);
    history.replaceState({}, '', before);
  });

  test('tells no address that stands encoded in a path', () => {
    const before = location.href;
    const { of } = run(trackNavigation);
    history.pushState({}, '', '/users/canary%40example.org');
    history.replaceState({}, '', before);
    expect(of('navigation')[1]).toMatchObject({ path: '/users/***', url: `${location.origin}/users/***` });
  });
});

describe('console', () => {
  test('prints what the page wrote, after the page did', () => {
    const lines: unknown[][] = [];
    const { log } = console;
    console.log = (...args: unknown[]) => lines.push(args);
    const { of, captures, stop } = run(trackConsole);
    let getterCount = 0;
    const tricky = {
      a: { b: { c: 1 } },
      get x() {
        return (getterCount += 1);
      },
      mail: 'a@example.org',
    };
    console.log('hello %s', tricky, [1, 'two'], new TypeError('bad'), 4111111111111111n, null);
    stop();
    console.log = log;
    expect(lines).toHaveLength(1);
    expect(getterCount).toBe(0);
    expect(captures).toHaveLength(1);
    expect(of('console')).toEqual([
      {
        level: 'log',
        message: 'hello %s {a: {b: Object}, x: undefined, mail: "***"} [1, "two"] TypeError: bad ***n null',
      },
    ]);
  });

  test('lets no half of a secret through where a line is cut', () => {
    const { log } = console;
    console.log = () => undefined;
    const { of, stop } = run(trackConsole);
    for (const length of [985, 990, 1_980, 1_995]) console.log(`${'x'.repeat(length)} 4111 1111 1111 1111 and more`);
    console.log('asked /orders?user=canary#token=canary');
    stop();
    console.log = log;
    expect(of('console')).toHaveLength(5);
    expect(JSON.stringify(of('console'))).not.toMatch(/4111|canary/);
  });

  test('does not follow itself', () => {
    const { warn } = console;
    console.warn = () => undefined;
    let count = 0;
    const handle = trackConsole(() => {
      count += 1;
      console.warn('from the emitter');
    }, createTestScope());
    console.warn('from the page');
    handle.stop();
    console.warn = warn;
    expect(count).toBe(1);
  });
});

describe('errors', () => {
  test('errors, rejections and resources, scrubbed', async () => {
    const { of } = run(trackErrors);
    const quiet = (event: Event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('error', quiet);
    window.addEventListener('unhandledrejection', quiet);
    const error = new RangeError('card 4111 1111 1111 1111 refused');
    error.stack = `RangeError\n at pay (https://shop.test/pay.js?token=abc:10:5)\n at x ${'y'.repeat(9_000)}`;
    window.dispatchEvent(new ErrorEvent('error', { error, message: 'x', filename: '/a.js?b=c', lineno: 3, colno: 4 }));
    window.dispatchEvent(
      new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason: { code: 7 } }),
    );
    const image = new Image();
    image.src = '/no-such-image.png?user=me';
    document.body.append(image);
    await expect.poll(() => of('error').length).toBe(3);
    window.removeEventListener('error', quiet);
    window.removeEventListener('unhandledrejection', quiet);
    const [thrown, rejected, resource] = of('error');
    expect(thrown).toMatchObject({
      type: 'error',
      name: 'RangeError',
      message: 'card *** refused',
      line: 3,
      column: 4,
    });
    expect(thrown?.url).toBe('/a.js?b=***');
    expect(thrown?.stack).toContain('(https://shop.test/pay.js:10:5)');
    expect(thrown?.stack?.length).toBeLessThanOrEqual(4_096);
    expect(rejected).toEqual({ type: 'rejection', name: 'object', message: '{code: 7}' });
    expect(resource).toMatchObject({ type: 'resource', name: 'img', url: '/no-such-image.png?user=***' });
  });
});

describe('page', () => {
  test('starts with its size, and follows its life', async () => {
    const { of } = run(trackPage);
    window.dispatchEvent(new Event('offline'));
    window.dispatchEvent(new Event('resize'));
    window.dispatchEvent(new Event('resize'));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await expect.poll(() => of('page').length).toBe(4);
    expect(of('page')).toEqual([
      { type: 'start', width: innerWidth, height: innerHeight },
      { type: 'offline' },
      { type: 'return' },
      { type: 'resize', width: innerWidth, height: innerHeight },
    ]);
  });
});
