import { userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { trackInput } from '../../../src/capture/trackInput.ts';
import { find, findField, mount, run } from './scope.ts';

describe('input', () => {
  test('tells how much was typed, once, and never what', async () => {
    mount('<form id="f"><label>Your name <input name="name"></label></form>');
    const { of, captures, failures } = run(trackInput);
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
    const field = findField('input');
    const { of } = run(trackInput);
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
    const field = findField('input');
    const { of } = run(trackInput);
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

  test('keeps no message of the page in masked parts and of secret fields', () => {
    mount('<div data-rewindow-mask><input id="a"></div><input id="b" type="password"><input id="c" required>');
    const { of } = run(trackInput);
    for (const id of ['#a', '#b']) findField(id).setCustomValidity('canary');
    for (const id of ['#a', '#b', '#c']) findField(id).checkValidity();
    expect(of('input').map(({ type }) => type)).toEqual(['invalid', 'invalid', 'invalid']);
    expect(JSON.stringify(of('input'))).not.toContain('canary');
    expect(of('input')[2]?.message).toBeTruthy();
  });

  test('sees submits; not what happens in ignored and blocked parts', () => {
    mount(
      '<form id="a"></form><form id="b" data-rewindow-ignore></form><div data-rewindow-block><form id="c"></form></div>',
    );
    const { of } = run(trackInput);
    for (const form of document.querySelectorAll('form')) form.dispatchEvent(new Event('submit', { bubbles: true }));
    expect(of('input')).toMatchObject([{ type: 'submit', selector: '#a', trusted: false }]);
  });
});
