import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, test } from 'vitest';
import { showMessage, type MessageOptions } from '../../../src/assist/index.ts';
import type { Stoppable } from '../../../src/tools/stop.ts';

const shown: Stoppable[] = [];
afterEach(() => {
  for (const message of shown.splice(0)) message.stop();
  document.body.replaceChildren();
});

function show(options: Partial<MessageOptions> = {}) {
  const calls: string[] = [];
  const message = showMessage({
    document,
    title: 'Need help?',
    text: 'Your payment was refused.',
    actions: [],
    onAction: (label) => calls.push(label),
    onDismiss: () => calls.push('dismissed'),
    ...options,
  });
  shown.push(message);
  return { calls, message };
}

const host = () => document.querySelector('rewindow-assist');
const part = (selector: string) => {
  const found = host()?.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const visible = () =>
  [...(host()?.shadowRoot?.querySelectorAll('section') ?? [])]
    .filter((card) => card.getBoundingClientRect().height > 0)
    .map((card) => card.querySelector('h2')?.textContent);

describe('a message', () => {
  test('is a named dialog that does not take the focus', () => {
    document.body.innerHTML = '<input id="field">';
    const field = document.querySelector<HTMLInputElement>('#field');
    field?.focus();
    show();
    expect(part('section').getAttribute('role')).toBe('dialog');
    expect(part('section').getAttribute('aria-label')).toBe('Need help?');
    expect(part('section').getAttribute('aria-live')).toBe('polite');
    expect(document.activeElement).toBe(field);
  });

  test('shows what it is given as text', () => {
    const markup = '<img src=x onerror="window.hacked = true"><b>bold</b>';
    show({ title: markup, text: markup, actions: [{ label: markup }] });
    expect(part('h2').textContent).toBe(markup);
    expect(part('p').textContent).toBe(markup);
    expect(part('.action').textContent).toBe(markup);
    expect(host()?.shadowRoot?.querySelector('img, b')).toBeNull();
  });

  test('lies over everything in the corner, whatever the page styles', () => {
    const style = document.createElement('style');
    style.textContent =
      'body *, rewindow-assist { position: static !important; display: none !important; color: red !important; }';
    document.head.append(style);
    show();
    for (const animation of part('section').getAnimations()) animation.finish();
    const box = part('section').getBoundingClientRect();
    style.remove();
    expect(box.width).toBeGreaterThan(200);
    expect(Math.round(innerWidth - box.right)).toBeLessThanOrEqual(16);
    expect(Math.round(innerHeight - box.bottom)).toBe(innerWidth <= 420 ? 8 : 16);
  });

  test('fits a screen of 320 px', async () => {
    const frame = document.createElement('iframe');
    frame.style.cssText = 'width:320px;height:480px;border:0';
    document.body.append(frame);
    const inner = frame.contentDocument;
    if (!inner) throw new Error('no document');
    show({ document: inner, text: 'word '.repeat(300), title: 'x'.repeat(200), actions: [{ label: 'y'.repeat(200) }] });
    const box = inner.querySelector('rewindow-assist')?.shadowRoot?.querySelector('section')?.getBoundingClientRect();
    expect(box?.left).toBeGreaterThanOrEqual(0);
    expect(box?.right).toBeLessThanOrEqual(320);
    expect(box?.top).toBeGreaterThanOrEqual(0);
    expect(inner.documentElement.scrollWidth).toBeLessThanOrEqual(320);
  });
});

describe('an answer', () => {
  test('by a button ends the message', async () => {
    const { calls } = show({ actions: [{ label: 'Yes, please' }, { label: 'No' }] });
    await userEvent.click(part('.action'));
    expect(calls).toEqual(['Yes, please']);
    expect(host()).toBeNull();
  });

  test('by the cross dismisses', async () => {
    const { calls } = show();
    await userEvent.click(part('.close'));
    expect(calls).toEqual(['dismissed']);
    expect(host()).toBeNull();
  });

  test('by Escape dismisses, but not while the page has the focus', async () => {
    document.body.innerHTML = '<input id="field">';
    const { calls } = show();
    await userEvent.type(document.querySelector('#field') ?? document.body, '{Escape}');
    expect(calls).toEqual([]);
    part('section').focus();
    await userEvent.keyboard('{Escape}');
    expect(calls).toEqual(['dismissed']);
  });

  test('links are opened apart, and only safe ones are links', () => {
    const hrefs = [
      'https://x.test/a',
      '/help',
      'javascript:alert(1)',
      '//evil.test',
      '/\\evil.test',
      'data:text/html,x',
    ];
    show({ actions: hrefs.map((href) => ({ label: href, href })) });
    const links = [...(host()?.shadowRoot?.querySelectorAll('a') ?? [])];
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://x.test/a', '/help']);
    expect(links.every(({ rel, target }) => rel === 'noopener noreferrer' && target === '_blank')).toBe(true);
  });
});

describe('several messages', () => {
  test('come one after the other', async () => {
    const first = show({ title: 'first' });
    const second = show({ title: 'second' });
    show({ title: 'third' });
    expect(visible()).toEqual(['first']);
    await userEvent.keyboard('{Escape}');
    await expect.poll(visible).toEqual(['second']);
    expect(first.calls).toEqual(['dismissed']);
    expect(second.calls).toEqual([]);
    second.message.stop();
    await expect.poll(visible).toEqual(['third']);
    expect(second.calls).toEqual([]);
  });

  test('that is stopped leaves nothing', () => {
    const { message } = show();
    message.stop();
    message.stop();
    expect(host()).toBeNull();
  });
});
