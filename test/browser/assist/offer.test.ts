import { userEvent } from 'vitest/browser';
import { expect, onTestFinished, test, vi } from 'vitest';
import { showMessage, type MessageOptions } from '../../../src/assist/index.ts';

function show(offer: Partial<NonNullable<MessageOptions['offer']>>, title = '10 % off') {
  const calls: string[] = [];
  const timers = {
    setTimeout: (callback: () => void, ms: number) => window.setTimeout(callback, ms),
    clearTimeout: (timer: number | undefined) => window.clearTimeout(timer),
  };
  const card = showMessage({
    ...{ document, title, text: 'Take it with you: your cart is waiting.', actions: [{ label: 'To the cart' }] },
    onAction: (label) => calls.push(label),
    onDismiss: () => calls.push('dismissed'),
    offer: {
      ...{ ...timers, now: () => Date.now() },
      ...{ onCopy: () => calls.push('copied'), onExpire: () => calls.push('expired') },
      ...offer,
    },
  });
  onTestFinished(() => card.stop());
  return { calls, card };
}
const root = () => document.querySelector('rewindow-assist')?.shadowRoot;
const text = (selector: string) => root()?.querySelector(selector)?.textContent;

test('the code is shown as text, and copied by its button', async () => {
  const written: string[] = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((given) => {
    written.push(given);
    return Promise.resolve();
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const { calls } = show({ code: '<b>SAVE10</b>' });
  expect(text('code')).toBe('<b>SAVE10</b>');
  const button = root()?.querySelector('.copy');
  if (!button) throw new Error('no button');
  await userEvent.click(button);
  await expect.poll(() => text('.copy')).toBe('Copied');
  expect([written, calls]).toEqual([['<b>SAVE10</b>'], ['copied']]);
  expect(root()?.querySelector('section')).not.toBeNull();
});

test('where nothing may be written to the clipboard the code is selected', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
  onTestFinished(() => void vi.restoreAllMocks());
  const { calls } = show({ code: 'SAVE10' });
  const button = root()?.querySelector('.copy');
  if (!button) throw new Error('no button');
  await userEvent.click(button);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([text('.copy'), calls]).toEqual(['Copy', []]);
});

test('the time that is left is said, and not read out with each tick', () => {
  show({ validMs: 10 * 60_000 });
  expect(text('small')).toContain('10');
  expect(root()?.querySelector('small')?.getAttribute('aria-live')).toBe('off');
  expect(root()?.querySelector('code, .copy')).toBeNull();
});

test('it closes itself when it is over, also behind another one', async () => {
  const first = show({}, 'first');
  const { calls } = show({ validMs: 30 }, 'second');
  await expect.poll(() => calls).toEqual(['expired']);
  expect(root()?.querySelectorAll('section')).toHaveLength(1);
  first.card.stop();
  expect(document.querySelector('rewindow-assist')).toBeNull();
});

test('one that is over before it is shown says so, too', async () => {
  const { calls } = show({ validMs: 0, code: 'X' });
  await expect.poll(() => calls).toEqual(['expired']);
  expect(document.querySelector('rewindow-assist')).toBeNull();
});
