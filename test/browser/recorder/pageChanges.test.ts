import { describe, expect, test } from 'vitest';
import type { MaskMode } from '../../../src/browser/privacy.ts';
import { find, mount } from '../capture/scope.ts';
import { openPage } from './pageTree.ts';

/** Tells the page, lets something happen, marks it as the observers do, and gives what is told then. */
function change(html: string, act: (root: HTMLElement) => void, options: { mask?: MaskMode; mark?: string } = {}) {
  const root = mount(html);
  const opened = openPage(options.mask ?? 'inputs');
  if (options.mark !== undefined) opened.privacy.mark(options.mark, 'mask');
  opened.page.settlePlaces();
  opened.tell();
  return { ...opened, told: () => after(opened, root, act) };
}

function after(opened: ReturnType<typeof openPage>, root: HTMLElement, act: (root: HTMLElement) => void) {
  const { dirty, page } = opened;
  const observer = new MutationObserver(() => undefined);
  observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  act(root);
  for (const { type, target, attributeName } of observer.takeRecords()) {
    if (type === 'childList') dirty.children.add(target);
    else if (type === 'characterData') dirty.texts.add(target);
    else {
      dirty.markAttribute(target, attributeName ?? '');
      page.markPlaces(target as Element, attributeName ?? '');
    }
  }
  const isVoid = page.settlePlaces();
  const changes = opened.work().flatMap((one) => ('changes' in one ? [one.changes] : []));
  return {
    isVoid,
    attributes: changes.flatMap(({ attributes }) => attributes.map((one) => one.attributes)),
    texts: changes.flatMap(({ texts }) => texts.map(({ value }) => value)),
    adds: changes.flatMap(({ adds }) => adds.map(({ node }) => node)),
    removes: changes.flatMap(({ removes }) => removes),
  };
}

describe('attributes that change are told as they are now', () => {
  test.each<[string, string, (e: HTMLElement) => void, unknown[]]>([
    ['gone', '<p title="x">x</p>', (e) => e.removeAttribute('title'), [{ title: null }]],
    [
      'address',
      '<a>x</a>',
      (e) => e.setAttribute('href', '?a=canary'),
      [{ href: expect.stringMatching(/^http.*\?a=\*/) }],
    ],
    ['style', '<p>x</p>', (e) => (e.style.color = 'red'), [{ style: 'color: red;' }]],
    [
      'picture in a style',
      '<p>x</p>',
      (e) => e.setAttribute('style', 'background: url(/x.png?a=canary)'),
      [{ style: expect.stringMatching(/url\("http.*x\.png\?a=\*/) }],
    ],
    ['value', '<input value="x">', (e) => e.setAttribute('value', 'canary'), [{ value: '******' }]],
    ['value of a secret', '<input type="hidden">', (e) => e.setAttribute('value', 'canary'), [{ value: '********' }]],
    [
      'type to password',
      '<input>',
      (e) => {
        (e as HTMLInputElement).value = 'canary';
        e.setAttribute('type', 'password');
      },
      [{ type: 'password', value: '********' }],
    ],
    ['check', '<input type="checkbox">', (e) => e.setAttribute('checked', ''), [{ checked: '' }]],
    ['choice', '<select><option>x</option></select>', () => find('option').setAttribute('selected', ''), []],
    ['source of a frame', '<iframe></iframe>', (e) => e.setAttribute('srcdoc', 'canary'), []],
    ['autoplay', '<video></video>', (e) => e.setAttribute('autoplay', ''), []],
    ['modal', '<dialog>x</dialog>', (e) => (e as HTMLDialogElement).showModal(), [{ open: '', rr_open_mode: 'modal' }]],
    ['closed', '<dialog open>x</dialog>', (e) => (e as HTMLDialogElement).close(), [{ open: null }]],
    ['blocked', '<p data-rewindow-block>x</p>', (e) => (e.title = 'canary'), []],
    [
      'drawing',
      '<svg><use xlink:href="#a"/></svg>',
      () => find('use').setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', '#b'),
      [{ href: null, 'xlink:href': '#b' }],
    ],
  ])('%s', (_name, html, act, expected) => {
    const { told } = change(html, (root) => act(root.firstElementChild as HTMLElement));
    const { attributes } = told();
    expect(attributes).toEqual(expected);
    expect(JSON.stringify(attributes)).not.toContain('canary');
  });
});

describe('texts that change', () => {
  test.each<[string, string, string[]]>([
    ['shown', '<p>x</p>', ['new canary']],
    ['masked', '<p data-rewindow-mask>x</p>', ['*** ******']],
    ['style', '<style>x</style>', ['new canary']],
    ['choice', '<select><option>x</option></select>', ['*** ******']],
    ['text area', '<textarea>x</textarea>', ['*** ******']],
    ['not told', '<noscript>x</noscript>', []],
    ['blocked', '<p data-rewindow-block>x</p>', []],
  ])('%s', (_name, html, expected) => {
    const { told } = change(html, (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      (walker.nextNode() as Text).data = 'new canary';
    });
    expect(told().texts).toEqual(expected);
  });
});

describe('marks that change', () => {
  test.each<[string, string, (root: HTMLElement) => void, string?]>([
    ['of an element', '<p>canary</p>', () => (find('p').dataset['rewindowMask'] = '')],
    ['of one around it', '<div><p><b>canary</b></p></div>', () => (find('div').dataset['rewindowMask'] = '')],
    ['block', '<div><p>canary</p></div>', () => (find('div').dataset['rewindowBlock'] = '')],
    ['editable', '<p>canary</p>', () => (find('p').contentEditable = 'true')],
    [
      'no longer unmasked',
      '<p data-rewindow-mask><b data-rewindow-unmask>canary</b></p>',
      () => find('b').removeAttribute('data-rewindow-unmask'),
    ],
    ['by a class', '<p>canary</p>', () => (find('p').className = 'x'), '.x'],
    ['by an attribute', '<p>canary</p>', () => find('p').setAttribute('x', 'y z'), '[ x~="z" ]'],
    ['by a class around it', '<div><p>canary</p></div>', () => (find('div').className = 'x'), '.x p, .y'],
    ['by a child', '<div><p>canary</p></div>', () => (find('div').id = 'x'), '#x > p'],
    ['by a neighbour', '<i></i><p>canary</p>', () => (find('i').id = 'x'), '#x + p'],
    ['by a new neighbour', '<p>canary</p>', (root) => root.prepend(document.createElement('i')), 'i + p'],
    ['by what is in it', '<p>canary</p>', () => find('p').append(document.createElement('i')), 'p:has(i)'],
    ['by its position', '<i></i><p>canary</p>', () => find('i').remove(), 'p:first-child'],
    [
      'by a state',
      '<p>canary<input type="checkbox"></p>',
      () => {
        (find('input') as HTMLInputElement).checked = true;
        find('input').title = 'x';
      },
      'p:has(:checked)',
    ],
  ])('%s', (_name, html, act, mark) => {
    const { told } = change(html, act, mark === undefined ? {} : { mark });
    const { adds, removes, isVoid } = told();
    expect(isVoid).toBe(false);
    expect(removes.length).toBeGreaterThan(0);
    expect(adds.length).toBeGreaterThan(0);
    expect(JSON.stringify(adds)).not.toContain('canary');
  });

  test('by a selector that no longer holds', () => {
    mount('<div class="x"><p>word</p></div>');
    const opened = openPage('text');
    opened.privacy.mark('.x p', 'unmask');
    opened.page.settlePlaces();
    expect(JSON.stringify(opened.tell())).toContain('word');
    const { adds } = after(opened, document.body, () => (find('.x').className = ''));
    expect(JSON.stringify(adds)).toContain('****');
  });

  test('what has nothing to do with them is not looked at', () => {
    const { dirty, told, page } = change('<p class="x">x</p>', () => (find('p').className = 'y'));
    expect(told().removes).toEqual([]);
    page.markPlaces(find('p'), 'class');
    expect(dirty.places.size).toBe(0);
    expect(page.attributesOfPlaces().has('class')).toBe(false);
  });

  test('in mode all a field may become a picture', () => {
    const { told } = change('<input>', () => find('input').setAttribute('type', 'image'), { mask: 'all' });
    expect(told().adds[0]?.attributes).toHaveProperty('rr_width');
  });
});

describe('what the host marks later', () => {
  test('an element: it is told anew', () => {
    const { told, privacy, wantCount } = change('<p>canary</p>', () => {
      privacy.mark(find('p'), 'block');
    });
    const before = wantCount();
    const { adds, isVoid } = told();
    expect(isVoid).toBe(false);
    expect(wantCount()).toBe(before + 1);
    expect(adds[0]?.attributes).toHaveProperty('rr_width');
  });

  test.each<[string, (opened: ReturnType<typeof openPage>) => void]>([
    ['a selector', ({ privacy }) => privacy.mark('p', 'mask')],
    ['a stricter mode', ({ privacy }) => privacy.raise('all')],
  ])('%s: everything is told anew', (_name, act) => {
    mount('<p>x</p>');
    const opened = openPage('inputs');
    opened.tell();
    expect(opened.page.settlePlaces()).toBe(false);
    act(opened);
    expect(opened.page.settlePlaces()).toBe(true);
    expect(opened.page.settlePlaces()).toBe(false);
  });

  test('nothing is heard after the end', () => {
    mount('<p>x</p>');
    const opened = openPage('inputs');
    opened.page.stop();
    opened.privacy.mark('p', 'mask');
    opened.privacy.mark(find('p'), 'mask');
    expect(opened.page.settlePlaces()).toBe(false);
    expect(opened.dirty.count()).toBe(0);
  });
});
