import { userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { track } from '../../../src/capture/fields/index.ts';
import { find, findField, mount, run } from './scope.ts';
import { startTraces } from './traces.ts';

describe('visits', () => {
  test('sum up each stay in a field', async () => {
    mount('<form name="f"><input name="a" value="x"><input name="b"></form>');
    const { of, captures, failures } = run(track);
    await userEvent.click(find('[name=a]'));
    await userEvent.keyboard('Canary{Backspace}{Backspace}');
    await userEvent.click(find('[name=b]'));
    await userEvent.click(find('[name=a]'));
    find('[name=a]').blur();
    const visits = of('input').filter(({ type }) => type === 'visit');
    expect(visits).toMatchObject([
      {
        selector: 'input[name="a"]',
        form: 'f',
        visitCount: 1,
        editCount: 8,
        correctionCount: 2,
        pasted: false,
        length: 5,
      },
      { selector: 'input[name="b"]', visitCount: 1, editCount: 0, correctionCount: 0, length: 0 },
      { selector: 'input[name="a"]', visitCount: 2, editCount: 0, trusted: true },
    ]);
    expect(visits.every(({ dwellMs }) => dwellMs !== undefined && dwellMs >= 0)).toBe(true);
    expect(JSON.stringify(captures)).not.toMatch(/Canary/);
    expect(failures).toEqual([]);
  });

  test('say that something was pasted, not what', () => {
    mount('<input name="a">');
    const { of, captures } = run(track);
    findField('input').focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'canary');
    findField('input').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true }));
    findField('input').blur();
    expect(of('input')).toMatchObject([{ type: 'visit', pasted: true }]);
    expect(JSON.stringify(captures)).not.toContain('canary');
  });

  test('of secrets tell only that they were, and nothing of what is ignored or blocked', async () => {
    mount(`<input type="password" name="a"><input data-rewindow-ignore name="b">
      <p data-rewindow-block><input name="c"></p><input autocomplete="cc-number" name="d">`);
    const { of } = run(track);
    for (const name of ['a', 'b', 'c', 'd']) await userEvent.type(find(`[name=${name}]`), 'canary{Backspace}');
    find('[name=d]').blur();
    expect(of('input').map(({ type, field }) => `${type} ${field ?? ''}`)).toEqual(['visit a', 'visit d']);
    for (const visit of of('input')) {
      for (const key of ['length', 'editCount', 'correctionCount', 'pasted']) expect(visit).not.toHaveProperty(key);
    }
  });

  test('end when the page goes, and begin with the field that has the focus already', () => {
    mount('<input name="a">');
    findField('input').focus();
    const { of } = run(track);
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(of('input')).toMatchObject([{ type: 'visit', field: 'a' }]);
  });
});

describe('validation', () => {
  const messages = (of: ReturnType<typeof run>['of']) =>
    of('input').flatMap(({ type, field, form, message }) => (type === 'validation' ? [[field ?? form, message]] : []));

  test('what the page says of a field, without what was typed', async () => {
    mount(`<form name="f"><div><input name="mail" aria-describedby="e"><p id="e"></p></div>
      <div><input name="zip"><p role="alert" id="z"></p></div><input name="pin" type="password"><p aria-live="polite" id="f"></p></form>`);
    const { of, captures, failures } = run(track);
    findField('[name=mail]').value = 'canary-jones';
    findField('[name=mail]').dispatchEvent(new Event('change', { bubbles: true }));
    findField('[name=mail]').setAttribute('aria-invalid', 'true');
    find('#e').textContent = 'Canary-Jones is no address';
    find('#z').textContent = 'Please give a postcode, write to help@example.org';
    find('#f').textContent = 'Could not be saved for CANARYJONES';
    findField('[name=pin]').setAttribute('aria-invalid', 'true');
    await expect.poll(() => messages(of).length).toBe(4);
    expect(messages(of)).toEqual([
      ['mail', '*** is no address'],
      ['pin', undefined],
      ['zip', 'Please give a postcode, write to ***'],
      ['f', 'Could not be saved for ***'],
    ]);
    expect(JSON.stringify(captures)).not.toMatch(/canary/i);
    expect(failures).toEqual([]);
  });

  test('masked messages stay masked; old and far ones are not told', async () => {
    mount(`<form name="f"><input name="a"><p role="alert" data-rewindow-mask id="m"></p><p role="alert">canary old</p>
      <input name="old" aria-invalid="true"></form><p role="alert" id="far"></p><input name="x"><input name="y">`);
    const { of, captures } = run(track);
    findField('[name=a]').dispatchEvent(new Event('input', { bubbles: true }));
    findField('[name=old]').setAttribute('aria-invalid', 'true');
    find('#far').textContent = 'canary far';
    find('#m').textContent = 'canary';
    await expect.poll(() => messages(of).length).toBe(1);
    expect(messages(of)).toEqual([['f', '******']]);
    expect(JSON.stringify(captures)).not.toContain('canary');
  });

  test('the page is watched only after something was done in a form', async () => {
    mount('<form><input name="a"></form>');
    const { of } = run(track);
    findField('input').setAttribute('aria-invalid', 'true');
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(of('input')).toEqual([]);
  });
});

test('leaves nothing behind', () => {
  mount('<input name="a">');
  const traces = startTraces();
  const handle = run(track);
  findField('input').focus();
  handle.stop();
  expect(traces.left()).toEqual([]);
});
