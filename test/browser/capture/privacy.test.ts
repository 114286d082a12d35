import { describe, expect, onTestFinished, test } from 'vitest';
import { createPrivacy, PrivacyError, type MaskMode } from '../../../src/browser/privacy.ts';
import { find, findField, mount } from './scope.ts';

const create = (mask: MaskMode = 'inputs') => createPrivacy({ mask, urlParameters: ['page'] });

describe('regions', () => {
  test('the nearest mark decides, at run time as in markup', () => {
    mount(`<section id="m" data-rewindow-mask><p id="u" data-rewindow-unmask><b id="e" contenteditable>x</b></p></section>
      <p id="plain"><i id="i">x</i></p><p class="late"><i id="j">x</i></p>`);
    const privacy = create();
    const regions = () => ['#m', '#u', '#e', '#i', '#j'].map((selector) => privacy.region(find(selector)));
    expect(regions()).toEqual(['masked', 'unmasked', 'masked', 'plain', 'plain']);
    privacy.mark(find('#plain'), 'mask');
    privacy.mark('.late, .later', 'block');
    privacy.mark(find('#u'), 'mask');
    expect(regions()).toEqual(['masked', 'masked', 'masked', 'masked', 'blocked']);
    privacy.mark(find('#plain'), 'unmask');
    expect(privacy.region(find('#i'))).toBe('unmasked');
  });

  test('a walk down gives what asking from below gives', () => {
    mount(`<div data-rewindow-mask><p data-rewindow-unmask><i contenteditable="TRUE">x</i><img></p><p data-rewindow-block>
      <b data-rewindow-unmask>x</b></p></div><iframe></iframe><p data-rewindow-mask data-rewindow-unmask data-rewindow-block>x</p>`);
    for (const mode of ['inputs', 'text', 'all'] as const) {
      const privacy = create(mode);
      privacy.mark(find('i'), 'block');
      const walk = (element: Element, outer: ReturnType<typeof privacy.region>): void => {
        const region = privacy.enter(outer, element);
        expect([element.outerHTML, region]).toEqual([element.outerHTML, privacy.region(element)]);
        for (const child of element.children) walk(child, region);
      };
      walk(document.documentElement, 'plain');
    }
  });

  test('go through shadow roots and frames', async () => {
    mount(
      '<div data-rewindow-mask><span id="host"></span></div><p data-rewindow-block><iframe srcdoc="<b>x</b>"></iframe></p>',
    );
    const shadow = find('#host').attachShadow({ mode: 'open' });
    shadow.innerHTML = '<i></i>';
    const privacy = create();
    const inner = () => document.querySelector('iframe')?.contentDocument?.querySelector('b');
    await expect.poll(inner).toBeTruthy();
    const [i, b] = [shadow.querySelector('i'), inner()];
    if (!i || !b) throw new Error('not there');
    expect(privacy.region(i)).toBe('masked');
    expect(privacy.region(b)).toBe('blocked');
    expect(privacy.blockOf(b)).toBe(find('p'));
  });

  test('the outermost of several blocked elements is told', () => {
    mount('<p id="a" data-rewindow-block><b data-rewindow-mask><i id="b" data-rewindow-block>x</i></b></p><u>x</u>');
    expect(create().blockOf(find('#b'))).toBe(find('#a'));
    expect(create().blockOf(find('u'))).toBeUndefined();
  });

  test.each(['p[', '', 'a,,b', '[data-x', ':is(', ':not(p', 'p /*', '[a="', 'p\\', '[a="b"'])(
    'what is no selector is refused, and spoils nothing: %s',
    (selector) => {
      mount('<p data-rewindow-mask>x</p>');
      const privacy = create();
      expect(() => privacy.mark(selector, 'mask')).toThrow(PrivacyError);
      expect(() => privacy.mark(selector, 'mask')).toThrow(expect.objectContaining({ code: 'selector_invalid' }));
      expect(privacy.region(find('p'))).toBe('masked');
      privacy.mark('p', 'block');
      expect(privacy.region(find('p'))).toBe('blocked');
    },
  );
});

describe('modes', () => {
  test('are raised, never lowered', () => {
    const privacy = create('text');
    privacy.raise('inputs');
    expect(privacy.mode()).toBe('text');
    privacy.raise('all');
    expect(privacy.mode()).toBe('all');
  });

  test.each([
    ['inputs', 'Hi Ada', 'at /x?a=***', '/?page=2&a=***'],
    ['text', '** ***', 'at /x?a=***', '/?page=2&a=***'],
    ['all', '** ***', '** ******', '/?page=2&a=***'],
  ] as const)('%s', (mode, text, message, url) => {
    const privacy = create(mode);
    expect(privacy.text('Hi Ada')).toBe(text);
    expect(privacy.message('at /x?a=b')).toBe(message);
    expect(privacy.url('/?page=2&a=b')).toBe(url);
  });

  test('in all pictures are blocked, but where the page unmasks them', () => {
    mount('<img id="a"><p data-rewindow-unmask><img id="b"></p>');
    expect(create('text').region(find('#a'))).toBe('plain');
    expect(create('all').region(find('#a'))).toBe('blocked');
    expect(create('all').region(find('#b'))).toBe('unmasked');
  });
});

describe('fields', () => {
  test.each([
    ['<input type="password">', 'secret'],
    ['<input type="hidden">', 'secret'],
    ['<input autocomplete="section-a CC-Number">', 'secret'],
    ['<input autocomplete="one-time-code">', 'secret'],
    ['<input name="user[pin]">', 'secret'],
    ['<input id="cardCvv">', 'secret'],
    ['<input aria-label="Your IBAN">', 'secret'],
    ['<label>Security code <input></label>', 'secret'],
    ['<label for="x">API key</label><input id="x">', 'secret'],
    ['<textarea name="token"></textarea>', 'secret'],
    ['<input name="shipping">', 'text'],
    ['<input type="checkbox" name="remember-password">', 'choice'],
    ['<input type="submit" name="token">', 'button'],
    ['<select name="country"></select>', 'text'],
  ])('%s is %s', (html, kind) => {
    mount(html);
    expect(create().fieldKind(find('input,textarea,select'))).toBe(kind);
  });

  test('nothing but a field is a secret by its name', () => {
    mount('<div id="token">x</div>');
    expect(create().fieldKind(find('#token'))).toBe('text');
  });

  test.each([
    ['that was looked at', (privacy: ReturnType<typeof create>, field: HTMLElement) => privacy.fieldKind(field)],
    ['that had the focus', (_: unknown, field: HTMLElement) => field.focus()],
    ['that nobody touched', () => undefined],
  ])('a password %s stays one', async (_name, touch) => {
    mount('<input type="PassWord" name="x">');
    const privacy = create();
    const watching = privacy.watch(document);
    onTestFinished(() => watching.stop());
    touch(privacy, find('input'));
    findField('input').type = 'text';
    await Promise.resolve();
    expect(privacy.fieldKind(find('input'))).toBe('secret');
    expect(privacy.mayRead(find('input'))).toBe(false);
    expect(find('input').getAttributeNames()).toEqual(['type', 'name']);
  });

  test('may be read where the page unmasks them, and secrets never', () => {
    mount(`<input id="a"><div data-rewindow-unmask><input id="b"><input id="c" type="password">
      <p data-rewindow-mask><input id="d"></p></div>`);
    const privacy = create('all');
    expect(['#a', '#b', '#c', '#d'].map((selector) => privacy.mayRead(find(selector)))).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });
});
