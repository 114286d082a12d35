import { userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { find, findField } from '../capture/scope.ts';
import { inRoot, INPUT, shadow, watchPage } from './sourcesPage.ts';

describe('fields', () => {
  test('what is typed asks for no turn, and comes with what is told next', async () => {
    const { takeOf, counts, sources } = watchPage('<input>');
    await userEvent.click(find('input'));
    takeOf(INPUT);
    const before = counts.wants;
    await userEvent.keyboard('canary');
    expect([counts.wants, sources.isDone()]).toEqual([before, true]);
    expect(takeOf(INPUT)).toMatchObject([{ text: '******', isChecked: false }]);
    await userEvent.keyboard('s');
    find('input').blur();
    expect(sources.isDone()).toBe(false);
    expect(takeOf(INPUT)).toMatchObject([{ text: '*******' }]);
  });

  test('are told when they differ from what was told', () => {
    const { takeOf } = watchPage('<input>');
    const field = findField('input');
    field.value = 'abc';
    expect(takeOf(INPUT)).toHaveLength(1);
    field.value = 'xyz';
    expect(takeOf(INPUT)).toEqual([]);
    field.value = 'xyz0';
    field.value = '';
    expect(takeOf(INPUT)).toMatchObject([{ text: '' }]);
  });

  test('that are told anew are told by that, and then by what changes', () => {
    const { takeOf, sources } = watchPage('<input>');
    const field = findField('input');
    field.value = 'abc';
    takeOf(INPUT);
    field.value = 'de';
    sources.described(field);
    expect(takeOf(INPUT)).toEqual([]);
    field.value = 'abc';
    expect(takeOf(INPUT)).toMatchObject([{ text: '***' }]);
  });

  test('what is chosen of a list is told after the list', () => {
    const { takeOf, sources } = watchPage('<select><option>a<option selected>bb</select>');
    sources.described(find('select'));
    expect(sources.isDone()).toBe(false);
    expect(takeOf(INPUT)).toMatchObject([{ text: '**' }]);
  });

  test.each<[string, string, (field: HTMLInputElement) => void]>([
    ['stepUp', '<input type="number" value="9">', (field) => field.stepUp()],
    ['valueAsNumber', '<input type="number">', (field) => void (field.valueAsNumber = 12)],
    ['setRangeText', '<input>', (field) => field.setRangeText('ab')],
  ])('are told when programs call %s', (_, html, change) => {
    const { takeOf } = watchPage(html);
    change(findField('input'));
    expect(takeOf(INPUT)).toMatchObject([{ text: '**' }]);
  });

  test('are told when a form is reset, whatever its fields are called', () => {
    const { takeOf, failures } = watchPage('<form><input name="elements" value="ab"></form><div></div>');
    findField('input').value = 'abc';
    takeOf(INPUT);
    (find('form') as HTMLFormElement).reset();
    find('div').dispatchEvent(new Event('reset', { bubbles: true }));
    expect(takeOf(INPUT)).toMatchObject([{ text: '**' }]);
    expect(failures).toEqual([]);
  });

  test('a radio button that was told as chosen is told as not chosen, also by the name that breaks selectors', () => {
    const { takeOf, ids, failures } = watchPage(
      `<input type="radio" name='a"]b' id="x"><input type="radio" name='a"]b' id="y">`,
    );
    findField('#x').click();
    takeOf(INPUT);
    findField('#y').click();
    expect(takeOf(INPUT)).toMatchObject([
      { id: ids.of(find('#y')), isChecked: true },
      { id: ids.of(find('#x')), isChecked: false },
    ]);
    expect(failures).toEqual([]);
  });

  test.each([
    ['<input>', 3],
    ['<input autocomplete="cc-number">', 8],
    ['<input type="password">', 8],
    ['<textarea></textarea>', 3],
  ])('no text of %s is told', (html, length) => {
    const { take, main } = watchPage(html);
    (main.firstElementChild as HTMLInputElement).value = 'can';
    const told = take();
    expect(told).toMatchObject([{ text: '*'.repeat(length) }]);
  });

  test('a password that is shown before its turn stays secret, in a shadow root too', () => {
    const { takeOf, watchRoot } = watchPage('<div id="host"></div>');
    const root = shadow('<input type="password">');
    watchRoot(root);
    const field = inRoot(root, 'input');
    field.value = 'canary bird';
    field.type = 'text';
    expect(takeOf(INPUT)).toMatchObject([{ text: '********' }]);
  });

  test.each([
    ['ignored', '<p data-rewindow-ignore><input></p>'],
    ['blocked', '<p data-rewindow-block><input></p>'],
    ['hidden', '<input type="hidden">'],
    ['buttons', '<input type="submit">'],
  ])('nothing is told here: %s', (_, html) => {
    const { take } = watchPage(html);
    findField('input').value = 'canary';
    find('input').dispatchEvent(new Event('change', { bubbles: true }));
    expect(take()).toEqual([]);
  });

  test('within shadow roots and frames are told', async () => {
    const { takeOf, watchRoot, failures } = watchPage('<div id="host"></div><iframe srcdoc="<input>"></iframe>');
    const root = shadow('<input type="checkbox">');
    watchRoot(root);
    inRoot(root, 'input').click();
    expect(takeOf(INPUT)).toMatchObject([{ isChecked: true }]);
    const frame = find('iframe') as HTMLIFrameElement;
    await expect.poll(() => frame.contentDocument?.querySelector('input')).toBeTruthy();
    const inner = frame.contentDocument;
    if (!inner) throw new Error('no document');
    watchRoot(inner);
    inRoot(inner, 'input').value = 'canary';
    expect(takeOf(INPUT)).toMatchObject([{ text: '******' }]);
    expect(failures).toEqual([]);
  });

  test('the page gets the errors that are its due', () => {
    const { failures } = watchPage('<input type="file"><input id="n" type="text">');
    expect(() => void (findField('input').value = 'x')).toThrow(DOMException);
    expect(() => findField('#n').stepUp()).toThrow(DOMException);
    expect(failures).toEqual([]);
  });
});

describe('patches of fields', () => {
  const owners = [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement, HTMLOptionElement];
  const parts = ['get', 'set', 'value', 'enumerable', 'configurable', 'writable'] as const;
  const look = () =>
    new Map(
      owners.flatMap(({ name: owner, prototype }) =>
        Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, descriptor]) =>
          parts.map((part) => [`${owner} ${name} ${part}`, descriptor[part]] as const),
        ),
      ),
    );

  test('leave nothing behind', () => {
    const before = look();
    const changed = () => [...look()].flatMap(([name, value]) => (before.get(name) === value ? [] : [name]));
    const { stop } = watchPage('<input>');
    expect(changed()).toContain('HTMLInputElement checked set');
    expect(changed()).toHaveLength(12);
    stop();
    expect(changed()).toEqual([]);
    expect(look().size).toBe(before.size);
  });

  test('work below a property of the field’s own, as frameworks make it, also when they have stopped', () => {
    const { takeOf, stop } = watchPage('<input>');
    const field = findField('input');
    const below = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    const seen: string[] = [];
    Object.defineProperty(field, 'value', {
      configurable: true,
      get: () => below?.get?.call(field) as unknown,
      set(value: string) {
        seen.push(value);
        below?.set?.call(field, value);
      },
    });
    field.value = 'abc';
    expect(takeOf(INPUT)).toMatchObject([{ text: '***' }]);
    stop();
    field.value = 'abcd';
    expect([field.value, seen, takeOf(INPUT)]).toEqual(['abcd', ['abc', 'abcd'], []]);
  });
});
