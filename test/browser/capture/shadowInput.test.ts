import { userEvent } from 'vitest/browser';
import { expect, test } from 'vitest';
import { ENGINES, start } from './recording.ts';
import { find, mount } from './scope.ts';

/** An open shadow root with fields, in the page and recorded. */
function mountShadow(html: string) {
  const host = mount('<div id="host"></div><input id="outside">').querySelector('#host');
  const root = host?.attachShadow({ mode: 'open' });
  if (!root) throw new Error('no host');
  root.innerHTML = html;
  const recording = start({}, ENGINES.rrweb);
  const field = (selector: string) => {
    const found = root.querySelector<HTMLInputElement>(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  };
  const changes = () =>
    recording.captures.map(({ data }) => data.event.data).filter((data) => Reflect.get(Object(data), 'source') === 5);
  return { ...recording, field, changes };
}

/** As a user does: no setter of the field is called. */
async function type(field: HTMLElement, text: string): Promise<void> {
  field.focus();
  await userEvent.keyboard(text);
}

test('what is typed within a shadow root is recorded when the field is left, masked', async () => {
  const { field, changes, text } = mountShadow('<input>');
  await type(field('input'), 'canary bird');
  expect(changes()).toEqual([]);
  find('#outside').focus();
  expect(changes()).toMatchObject([{ text: '****** ****', isChecked: false }]);
  expect(text()).not.toContain('canary');
});

test('a field that is only looked at, or that stands in the page itself, says nothing here', () => {
  const { field, changes } = mountShadow('<input>');
  field('input').focus();
  find('#outside').focus();
  field('input').focus();
  expect(changes()).toEqual([]);
});

test('a choice within a shadow root is recorded at once', () => {
  const { field, changes } = mountShadow('<input type="checkbox">');
  field('input').click();
  expect(changes()).toMatchObject([{ isChecked: true }]);
});

test.each([
  ['a password', '<input type="password">', [{ text: '********' }]],
  ['an ignored field', '<p data-rewindow-ignore><input></p>', []],
])('%s within a shadow root', async (_, html, expected) => {
  const { field, changes, text } = mountShadow(html);
  await type(field('input'), 'canary');
  find('#outside').focus();
  expect(changes()).toMatchObject(expected);
  expect(changes()).toHaveLength(expected.length);
  expect(text()).not.toContain('canary');
});

test('nothing is recorded after the end', async () => {
  const { field, changes, recorder } = mountShadow('<input>');
  await type(field('input'), 'canary');
  recorder.stop();
  find('#outside').focus();
  expect(changes()).toEqual([]);
});
