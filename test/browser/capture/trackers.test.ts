import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';
import { trackConsole } from '../../../src/capture/trackConsole.ts';
import { trackErrors } from '../../../src/capture/trackErrors.ts';
import { trackInput } from '../../../src/capture/trackInput.ts';
import { trackNavigation } from '../../../src/capture/trackNavigation.ts';
import { trackPage } from '../../../src/capture/trackPage.ts';
import { trackPointer } from '../../../src/capture/trackPointer.ts';
import { trackScroll } from '../../../src/capture/trackScroll.ts';
import type { Tracker } from '../../../src/capture/tracker.ts';
import { find, mount, run, type Run } from './scope.ts';

let seen: Run | undefined;
afterEach(() => {
  seen?.stop();
  document.body.replaceChildren();
});
function start(tracker: Tracker): Run {
  seen = run(tracker);
  return seen;
}

describe('input', () => {
  test('tells how much was typed, once, and never what', async () => {
    mount('<form id="f"><label>Your name <input name="name"></label></form>');
    const { of, captures, failures } = start(trackInput);
    await userEvent.type(find('input'), 'Canary Jones');
    find('input').blur();
    expect(of('input').map(({ type }) => type)).toEqual(['focus', 'input', 'change', 'blur']);
    expect(of('input')[1]).toMatchObject({
      selector: 'input[name="name"]',
      label: 'Your name',
      field: 'name',
      length: 12,
      trusted: true,
    });
    expect(JSON.stringify(captures)).not.toMatch(/Canary|Jones/);
    expect(failures).toEqual([]);
  });

  test.each([
    '<input type="password" name="x">',
    '<input autocomplete="billing cc-number" name="x">',
    '<input autocomplete="one-time-code" name="x">',
  ])('does not even read %s', async (html) => {
    mount(html);
    const field = find<HTMLInputElement>('input');
    const { of } = start(trackInput);
    await userEvent.type(field, '4111');
    let readCount = 0;
    Object.defineProperty(field, 'value', { get: () => (readCount += 1) });
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('change'));
    expect(readCount).toBe(0);
    expect(of('input').some(({ length }) => length !== undefined)).toBe(false);
    expect(of('input').map(({ type }) => type)).toContain('change');
  });

  test('keeps the validation message but not the value that it quotes', () => {
    mount('<form><input type="email" name="mail" required></form>');
    const field = find<HTMLInputElement>('input');
    const { of } = start(trackInput);
    field.reportValidity();
    field.value = 'canary';
    field.reportValidity();
    field.setCustomValidity('canary is taken, "canary."');
    field.reportValidity();
    const messages = of('input')
      .filter(({ type }) => type === 'invalid')
      .map(({ message }) => message);
    expect(messages).toHaveLength(3);
    expect(messages[0]).toMatch(/fill/i);
    expect(messages[1]).toContain('@');
    expect(messages.join()).not.toContain('canary');
  });

  test('sees submits; not what happens in ignored and blocked parts', () => {
    mount(
      '<form id="a"></form><form id="b" data-rewindow-ignore></form><div data-rewindow-block><form id="c"></form></div>',
    );
    const { of } = start(trackInput);
    for (const form of document.querySelectorAll('form')) form.dispatchEvent(new Event('submit', { bubbles: true }));
    expect(of('input')).toMatchObject([{ type: 'submit', selector: '#a', trusted: false }]);
  });
});

describe('pointer', () => {
  test('names what was clicked', async () => {
    mount('<button><span>Pay  now</span></button><a href="#x" data-testid="more">More</a>');
    const { of } = start(trackPointer);
    await userEvent.click(find('span'));
    await userEvent.click(find('a'));
    expect(of('pointer')).toMatchObject([
      { type: 'click', label: 'Pay now', selector: 'body > main > button > span', pointer: 'mouse', trusted: true },
      { type: 'click', label: 'More', selector: '[data-testid="more"]' },
    ]);
    history.replaceState(null, '', location.pathname + location.search);
  });

  test('gives no label from masked, blocked and editable parts, and scrubs the others', () => {
    mount(`<div data-rewindow-mask><button>Canary A</button></div>
      <button>Order of <span data-rewindow-mask>Canary B</span></button>
      <div data-rewindow-block id="box"><button>Canary C</button></div>
      <button><b contenteditable="">Canary D</b></button>
      <button>Write to canary@example.org</button>
      <label>Notes <textarea>Canary E</textarea></label>
      <div data-rewindow-ignore><button>Canary F</button></div>`);
    const { of, captures } = start(trackPointer);
    for (const element of document.querySelectorAll('button,label'))
      element.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(JSON.stringify(captures)).not.toMatch(/canary/i);
    expect(of('pointer').map(({ label }) => label)).toEqual([
      undefined,
      'Order of',
      undefined,
      undefined,
      'Write to ***',
      'Notes',
      // The browser clicks the field of a label that was clicked.
      'Notes',
    ]);
    expect(of('pointer')[2]?.selector).toBe('#box');
  });

  test('tells named keys, and characters only where nothing is written', async () => {
    mount('<input name="q"><input type="password"><p tabindex="0">x</p>');
    const { of } = start(trackPointer);
    await userEvent.type(find('[name=q]'), 'ab{Backspace}{Enter}');
    await userEvent.type(find('[type=password]'), 'secret{Backspace}{Enter}');
    find('p').focus();
    await userEvent.keyboard('j{Shift>}K{/Shift}{Escape}');
    const keys = of('pointer').flatMap(({ type, key }) => (type === 'key' ? [key] : []));
    expect(keys).toEqual(['Backspace', 'Enter', 'Enter', 'character', 'character', 'Escape']);
  });

  test('finds the target in an open shadow root', () => {
    mount('<div id="host"></div>');
    const root = find('#host').attachShadow({ mode: 'open' });
    root.innerHTML = '<button>Inside</button>';
    const { of } = start(trackPointer);
    root.querySelector('button')?.click();
    expect(of('pointer')).toMatchObject([{ label: 'Inside', selector: 'button' }]);
  });

  test('records touches', () => {
    mount('<button id="t">T</button>');
    const { of } = start(trackPointer);
    for (const pointerType of ['touch', 'mouse']) {
      find('#t').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType, clientX: 3, clientY: 4 }));
    }
    expect(of('pointer')).toMatchObject([{ type: 'down', pointer: 'touch', x: 3, y: 4 }]);
  });
});

describe('scroll', () => {
  test('is sampled, with depth', async () => {
    mount('<div id="box" style="height:100px;overflow:auto"><div style="height:1000px"></div></div>');
    const { of } = start(trackScroll);
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
    const { of } = start(trackNavigation);
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
});

describe('console', () => {
  test('prints what the page wrote, after the page did', () => {
    const lines: unknown[][] = [];
    const { log } = console;
    console.log = (...args: unknown[]) => lines.push(args);
    const { of, captures } = start(trackConsole);
    let getterCount = 0;
    const tricky = {
      a: { b: { c: 1 } },
      get x() {
        return (getterCount += 1);
      },
      mail: 'a@example.org',
    };
    console.log('hello %s', tricky, [1, 'two'], new TypeError('bad'), 4111111111111111n, null);
    seen?.stop();
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

  test('does not follow itself', () => {
    const { warn } = console;
    console.warn = () => undefined;
    let count = 0;
    const handle = trackConsole(
      () => {
        count += 1;
        console.warn('from the emitter');
      },
      { ...seenScope() },
    );
    console.warn('from the page');
    handle.stop();
    console.warn = warn;
    expect(count).toBe(1);
  });

  function seenScope() {
    return {
      window,
      now: () => 1,
      guard: <A extends unknown[]>(callback: (...args: A) => void) => callback,
      isOwnUrl: () => false,
    };
  }
});

describe('errors', () => {
  test('errors, rejections and resources, scrubbed', async () => {
    const { of } = start(trackErrors);
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
    const { of } = start(trackPage);
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
