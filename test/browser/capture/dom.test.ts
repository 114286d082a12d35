import { describe, expect, test } from 'vitest';
import { createPrivacy } from '../../../src/browser/privacy.ts';
import { HIDDEN } from './hidden.ts';
import { ENGINES, settle, start } from './recording.ts';
import { find, findField, mount } from './scope.ts';

describe('checkpoints', () => {
  test('begin with a marked Meta event and are complete', () => {
    mount('<p>hello</p>');
    const { captures, recorder } = start();
    recorder.checkpoint();
    const types = captures.map(({ data }) => [data.event.type, data.checkpoint]);
    expect(types).toEqual([
      [4, true],
      [2, undefined],
      [4, true],
      [2, undefined],
    ]);
    expect(captures.every(({ at, data }) => data.event.timestamp === at)).toBe(true);
    expect(JSON.stringify(captures[3])).toContain('hello');
  });

  test('carry no query of the address', () => {
    const before = location.href;
    history.replaceState(null, '', '?mail=canary#canary');
    const { captures } = start();
    history.replaceState(null, '', before);
    expect(captures[0]?.data.event.data).toMatchObject({ href: `${location.origin}${location.pathname}?mail=***` });
  });

  test('later changes follow', async () => {
    mount('<p>hello</p>');
    const { captures } = start();
    find('p').textContent = 'goodbye';
    await settle();
    expect(JSON.stringify(captures.slice(2))).toContain('goodbye');
  });
});

describe('nothing of this is readable', () => {
  test.each(HIDDEN)('in a checkpoint: %s', async (html) => {
    mount(html);
    const { text, captures, failures } = start();
    await settle();
    expect(captures.length).toBeGreaterThan(1);
    expect(text()).not.toContain('canary');
    expect(failures).toEqual([]);
  });

  test.each(HIDDEN)('when it is added: %s', async (html) => {
    const root = mount('');
    const { text, captures, failures } = start();
    root.innerHTML = html;
    await settle();
    expect(captures.length).toBeGreaterThan(2);
    expect(text()).not.toContain('canary');
    expect(failures).toEqual([]);
  });

  test.each([
    ['value of an input', '<input>', (e: HTMLElement) => ((e as HTMLInputElement).value = 'canary')],
    ['value attribute', '<input>', (e: HTMLElement) => e.setAttribute('value', 'canary')],
    [
      'value attribute of a hidden field',
      '<input type="hidden">',
      (e: HTMLElement) => e.setAttribute('value', 'canary'),
    ],
    ['placeholder', '<input>', (e: HTMLElement) => e.setAttribute('placeholder', 'canary')],
    ['label', '<input>', (e: HTMLElement) => e.setAttribute('aria-label', 'canary')],
    ['link', '<a href="/">x</a>', (e: HTMLElement) => e.setAttribute('href', '/?a=canary')],
    ['text of a text area', '<textarea>old</textarea>', (e: HTMLElement) => ((e.firstChild as Text).data = 'canary')],
    [
      'value of a text area',
      '<textarea></textarea>',
      (e: HTMLElement) => ((e as HTMLTextAreaElement).value = 'canary'),
    ],
    ['emptied text area', '<textarea>canary</textarea>', (e: HTMLElement) => ((e as HTMLTextAreaElement).value = '')],
    ['masked text', '<p data-rewindow-mask>x</p>', (e: HTMLElement) => ((e.firstChild as Text).data = 'canary')],
    ['masked title', '<p data-rewindow-mask>x</p>', (e: HTMLElement) => (e.title = 'canary')],
    ['added to masked', '<p data-rewindow-mask>x</p>', (e: HTMLElement) => e.append('canary')],
    [
      'added element in masked',
      '<p data-rewindow-mask>x</p>',
      (e: HTMLElement) => (e.innerHTML = '<b title="canary">canary</b>'),
    ],
    [
      'typed in an editable part',
      '<p contenteditable>x</p>',
      (e: HTMLElement) => ((e.firstChild as Text).data = 'canary'),
    ],
    [
      'masked since the checkpoint',
      '<p>x</p>',
      (e: HTMLElement) => (e.setAttribute('data-rewindow-mask', ''), (e.title = 'canary')),
    ],
    ['added to blocked', '<p data-rewindow-block>x</p>', (e: HTMLElement) => (e.innerHTML = '<b>canary</b>')],
    [
      'frame in blocked',
      '<div data-rewindow-block></div>',
      (e: HTMLElement) => (e.innerHTML = '<iframe srcdoc="canary"></iframe>'),
    ],
    ['ignored', '<input data-rewindow-ignore>', (e: HTMLElement) => ((e as HTMLInputElement).value = 'canary')],
    ['a shown password', '<input type="password" value="canary">', (e: HTMLElement) => e.setAttribute('type', 'text')],
  ])('when it changes: %s', async (_name, html, change) => {
    const root = mount(html);
    const { text, captures, failures, recorder } = start();
    const element = root.firstElementChild;
    if (!(element instanceof HTMLElement)) throw new Error('no element');
    change(element);
    element.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    recorder.checkpoint();
    expect(captures.length).toBeGreaterThan(2);
    expect(text()).not.toContain('canary');
    expect(failures).toEqual([]);
  });

  test('the length of a password', async () => {
    mount('<input type="password" value="12345678901234567890">');
    const { text } = start();
    findField('input').value = '1234567890123456789012345';
    await settle();
    expect(text()).toContain('********');
    expect(text()).not.toContain('*********');
  });

  test('frames in blocked parts', async () => {
    mount(
      '<div data-rewindow-block><iframe srcdoc="canary"></iframe></div><iframe srcdoc="readable" id="open"></iframe>',
    );
    const { text } = start();
    await expect.poll(text).toContain('readable');
    await settle();
    expect(text()).not.toContain('canary');
  });
});

describe('marks reach', () => {
  test('into shadow roots', async () => {
    mount('<div data-rewindow-mask><span id="host"></span></div>');
    const root = find('#host').attachShadow({ mode: 'open' });
    root.innerHTML = 'canary<b>canary</b>';
    const { text, captures } = start();
    await settle();
    (root.firstChild as Text).data = 'canary again';
    root.querySelector('b')?.append('canary', document.createElement('input'));
    root.querySelector('b')?.setAttribute('title', 'canary');
    await settle();
    expect(captures.length).toBeGreaterThan(2);
    expect(text()).not.toContain('canary');
  });

  test('into frames', async () => {
    mount('<p data-rewindow-mask><iframe srcdoc="<p>canary</p><input>"></iframe></p>');
    const { text, captures } = start();
    await expect.poll(text).toContain('******');
    const inner = document.querySelector('iframe')?.contentDocument;
    const field = inner?.querySelector('input');
    const countBefore = captures.length;
    inner?.querySelector('p')?.append(' canary');
    if (inner?.querySelector('p')?.firstChild) (inner.querySelector('p')?.firstChild as Text).data = 'canary again';
    if (field) field.value = 'canary';
    field?.setAttribute('placeholder', 'canary');
    await settle();
    expect(captures.length).toBeGreaterThan(countBefore);
    expect(text()).not.toContain('canary');
  });
});

test('card numbers are in no attribute, however they are written', async () => {
  const root = mount('<p data-card="4000 0000 0000 0002" data-b="4000-0000-0000-0002" alt="4000000000000002">x</p>');
  const { text } = start();
  root.firstElementChild?.setAttribute('data-late', '4000%200000%200000%200002');
  await settle();
  expect(text()).toContain('data-late');
  expect(text()).not.toMatch(/4000/);
});

test('of an element that went before it could be looked at only what can be read by nobody is recorded', async () => {
  const root = mount('<a href="/">x</a>');
  const { text, captures } = start();
  const link = root.firstElementChild;
  link?.setAttribute('href', '/?who=canary');
  link?.remove();
  await settle();
  expect(captures.length).toBeGreaterThan(2);
  expect(text()).not.toContain('canary');
});

describe('what people need stays readable', () => {
  test('addresses of images and names of classes, whatever they look like', () => {
    mount(
      '<img src="/logo@2x.large.png" srcset="/a@2x.b.png 2x" class="w@md.x"><svg><path d="M4000 0000 0000 0002"/></svg>',
    );
    const { text } = start();
    for (const part of ['/logo@2x.large.png', '/a@2x.b.png', 'w@md.x', 'M4000 0000 0000 0002'])
      expect(text()).toContain(part);
  });

  test('labels of buttons, text, styles, images, shape of masked text', () => {
    mount(`<style>.shop { color: rgb(1, 2, 3); }</style><input type="submit" value="Pay now"><button>Order</button>
      <p data-rewindow-mask>ab cde</p><img src="/a.png?size=2"><p title="Help">Text</p>`);
    const { text } = start();
    for (const part of ['Pay now', 'Order', '** ***', '/a.png?size=2', 'Help', 'Text', 'rgb(1, 2, 3)']) {
      expect(text()).toContain(part);
    }
  });
});

test('of what cannot be asked how it is marked nothing is told but its box', () => {
  const privacy = createPrivacy({ mask: 'inputs', urlParameters: [] });
  const enter: typeof privacy.enter = (outer, element) => {
    if (element.id === 'odd') throw new Error('odd');
    return privacy.enter(outer, element);
  };
  mount('<div id="host"></div><p id="odd" title="canary">canary<b>canary</b></p><p>plain</p>');
  find('#host').attachShadow({ mode: 'open' }).innerHTML = '<i id="odd">canary</i>';
  const { text, others } = start({ privacy: { ...privacy, enter } });
  expect(text()).not.toContain('canary');
  expect(text()).toContain('plain');
  expect(text()).toContain('"rr_width"');
  expect(text()).toContain('"isShadow":true');
  expect(others[0]).toMatchObject({ data: { code: 'recorder_error' } });
});

describe('the page', () => {
  test('gets the errors that are its due from style sheets', () => {
    const style = document.createElement('style');
    document.body.append(style);
    const { others } = start();
    expect(() => style.sheet?.insertRule('} no rule')).toThrow(DOMException);
    expect(() => style.sheet?.deleteRule(99)).toThrow(DOMException);
    expect(others).toEqual([]);
  });

  test('hears nothing of errors inside the library; they are recorded', async () => {
    mount('<input type="radio" name="a&quot;b">');
    const { others } = start({}, ENGINES.rrweb);
    const radio = findField('input');
    const errors: Event[] = [];
    const note = (event: Event) => errors.push(event);
    window.addEventListener('error', note);
    radio.checked = true;
    radio.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    window.removeEventListener('error', note);
    expect(errors).toEqual([]);
    expect(others[0]).toMatchObject({ kind: 'agent', data: { code: 'recorder_error' } });
  });
});
