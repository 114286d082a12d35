import { userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { trackInput } from '../../../src/capture/trackInput.ts';
import { find, findField, mount, run } from './scope.ts';

describe('input', () => {
  test('tells how much was typed, once, and never what', async () => {
    mount('<form id="f"><label>Your name <input name="name"></label></form>');
    const { of, captures, failures } = run(trackInput);
    // At once: on a busy machine keys that come one by one come with pauses between them.
    find('input').addEventListener('beforeinput', () => {
      for (let count = 0; count < 5; count += 1) find('input').dispatchEvent(new InputEvent('input'));
    });
    await userEvent.fill(find('input'), 'Canary Jones');
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

  test('what waits to be told is told before the page goes', () => {
    mount('<input id="a">');
    const { of } = run(trackInput);
    const seen: number[] = [];
    const save = () => seen.push(of('input').length);
    document.addEventListener('visibilitychange', save);
    const type = () => {
      Object.assign(findField('#a'), { value: 'ab' }).dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    type();
    expect(of('input')).toEqual([]);
    // Whoever saves when the page is hidden saves it, too.
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    type();
    window.dispatchEvent(new Event('pagehide'));
    document.removeEventListener('visibilitychange', save);
    expect([seen, of('input').map((data) => data.type)]).toEqual([[1], ['input', 'input']]);
  });

  test('says what a field is', () => {
    mount(`<form name="signup"><input type="EMAIL" id="m" autocomplete="section-a shipping email webauthn">
      <select id="s" autocomplete="off"></select></form>
      <form id="other"></form><input id="o" form="other" type="canary" autocomplete="canary@example.org">
      <p id="p" contenteditable="true">x</p>`);
    const { of } = run(trackInput);
    for (const id of ['#m', '#s', '#o', '#p']) find(id).dispatchEvent(new Event('focus'));
    find('#other').dispatchEvent(new Event('submit'));
    const identity = of('input').map(({ form, fieldType, purpose }) => [form, fieldType, purpose]);
    expect(identity).toEqual([
      ['signup', 'email', 'email'],
      ['signup', 'select', undefined],
      ['#other', 'text', undefined],
      [undefined, 'p', undefined],
      ['#other', undefined, undefined],
    ]);
  });

  test('tells a value only where a rule names the field and the page lets it be read', () => {
    mount(`<div data-rewindow-unmask><input name="items[0].size" value="XL"><input id="mail" value="call me@example.org">
      <input name="other" value="canary"><input name="pin" type="password" value="canary"></div>
      <input name="masked" value="canary">`);
    const fields = ['items[0].size', 'input#mail', 'pin', 'masked', '::nonsense::('];
    const { of, captures, failures } = run(trackInput, { details: () => ({ fields }) });
    for (const field of document.querySelectorAll('input')) {
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
    expect(of('input').map(({ value }) => value)).toEqual(['XL', 'call ***', undefined, undefined, undefined]);
    expect(JSON.stringify(captures)).not.toContain('canary');
    expect(failures).toEqual([]);
  });

  test('a value is scrubbed before it is cut', () => {
    mount('<textarea name="t" data-rewindow-unmask></textarea>');
    const { of } = run(trackInput, { details: () => ({ fields: ['t'] }) });
    const field = document.querySelector('textarea');
    if (!field) throw new Error('no field');
    for (const length of [985, 990, 995, 1_000]) {
      field.value = `${'x'.repeat(length)} 4111 1111 1111 1111 and more`;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
    expect(of('input')).toHaveLength(4);
    expect(JSON.stringify(of('input'))).not.toMatch(/4111|1111/);
  });

  test('follows a field into open shadow roots', async () => {
    const root = mount('<div id="host"></div><input id="outside">')
      .querySelector('#host')
      ?.attachShadow({ mode: 'open' });
    if (!root) throw new Error('no root');
    root.innerHTML = '<form id="f"><input id="inside"><button>Go</button></form>';
    root.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault());
    const { of } = run(trackInput);
    const inside = root.querySelector('input');
    if (!inside) throw new Error('no field');
    await userEvent.type(inside, 'ab');
    await userEvent.click(find('#outside'));
    inside.focus();
    await userEvent.keyboard('{Enter}');
    const types = of('input').map(({ type, selector }) => `${type} ${selector}`);
    expect(types).toEqual([
      'focus #inside',
      'input #inside',
      'change #inside',
      'blur #inside',
      'focus #outside',
      'blur #outside',
      'focus #inside',
      'submit #f',
    ]);
  });
});
