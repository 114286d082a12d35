import { userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { track } from '../../../src/capture/frustration/index.ts';
import { THRESHOLDS } from '../../../src/capture/frustration/machine.ts';
import { find, mount, run } from './scope.ts';
import { startTraces } from './traces.ts';

/** Long enough for an answer to come, short enough to wait for. */
const DEAD_AFTER_MS = 300;
const start = () => run(track, { details: () => ({ frustration: { ...THRESHOLDS, deadAfterMs: DEAD_AFTER_MS } }) });
const waitForDecision = () => new Promise((resolve) => setTimeout(resolve, DEAD_AFTER_MS + 150));

describe('rage', () => {
  test('three clicks at one place, once; not those of a program, nor by keys', async () => {
    mount('<button id="b">x</button>');
    find('#b').addEventListener('click', () => find('#b').toggleAttribute('data-x'));
    const { of } = start();
    for (let count = 0; count < 5; count += 1) find('#b').click();
    await userEvent.keyboard('{Enter}{Enter}{Enter}');
    for (let count = 0; count < 4; count += 1) await userEvent.click(find('#b'));
    await expect.poll(() => of('frustration').length, { timeout: 3_000 }).toBe(1);
    expect(of('frustration')).toMatchObject([{ type: 'rageClick', selector: '#b', count: 4 }]);
  });

  test('is told when the page goes', async () => {
    mount('<p id="p">x</p>');
    const { of } = start();
    for (let count = 0; count < 3; count += 1) {
      await userEvent.click(find('#p'));
      getSelection()?.removeAllRanges();
    }
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(of('frustration')).toMatchObject([{ type: 'rageClick', count: 3 }]);
  });

  test('selecting a paragraph is none', async () => {
    mount('<p id="p">some words to select</p>');
    const { of, stop } = start();
    await userEvent.tripleClick(find('#p'));
    await userEvent.click(find('#p'));
    stop();
    expect(of('frustration')).toEqual([]);
  });
});

describe('errors', () => {
  test('an error after a click, its message without secrets', async () => {
    mount('<button id="b">x</button>');
    const { of } = start();
    const silence = (event: Event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('error', silence);
    window.addEventListener('unhandledrejection', silence);
    const fail = (error: unknown) => window.dispatchEvent(new ErrorEvent('error', { error, message: 'x' }));
    fail(new Error('before'));
    await userEvent.click(find('#b'));
    window.dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop completed' }));
    fail(new Error('no canary@example.org'));
    fail(new Error('second'));
    await userEvent.click(find('#b'));
    window.dispatchEvent(
      new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason: new Error('rejected') }),
    );
    window.removeEventListener('error', silence);
    window.removeEventListener('unhandledrejection', silence);
    expect(of('frustration')).toMatchObject([
      { type: 'errorClick', selector: '#b', message: 'no ***' },
      { type: 'errorClick', message: 'rejected' },
    ]);
  });
});

test('a cursor that is thrown about', async () => {
  mount('<p id="p">x</p>');
  const { of, stop } = start();
  for (let count = 0; count < 14; count += 1) {
    const clientX = count % 2 === 0 ? 10 : 200;
    find('#p').dispatchEvent(
      new PointerEvent('pointermove', { bubbles: true, pointerType: 'mouse', clientX, clientY: 5 }),
    );
    await new Promise((resolve) => setTimeout(resolve, 55));
  }
  stop();
  expect(of('frustration')).toMatchObject([{ type: 'thrashedCursor', selector: '#p', y: 5 }]);
});

test('leaves nothing behind, in the middle of a click either', async () => {
  mount('<button id="b">x</button>');
  const before = ['fetch', 'alert', 'confirm', 'prompt', 'print', 'open'].map(
    (name) => Reflect.get(window, name) as unknown,
  );
  const traces = startTraces();
  const handle = start();
  await userEvent.click(find('#b'));
  expect(traces.left()).toContain('click');
  handle.stop();
  const count = handle.captures.length;
  expect(traces.left()).toEqual([]);
  const after = ['fetch', 'alert', 'confirm', 'prompt', 'print', 'open'].map(
    (name) => Reflect.get(window, name) as unknown,
  );
  expect(after).toEqual(before);
  expect(Object.hasOwn(navigator.clipboard, 'writeText')).toBe(false);
  await waitForDecision();
  expect(handle.captures.length).toBe(count);
});
