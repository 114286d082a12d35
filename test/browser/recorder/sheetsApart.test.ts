import { expect, test } from 'vitest';
import { startTraces } from '../capture/traces.ts';
import { construct, fileOf, link, openPage, sheetOf, type TestPage } from './sheetsPage.ts';

const same = async (page: TestPage) => {
  expect(await page.difference()).toEqual([]);
};

test('lists of adopted sheets, however they change, in documents and shadow roots', async () => {
  const page = openPage('<div><p>x</p></div><p>y</p>');
  const host = page.page.querySelector('div') as HTMLElement;
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML = '<p>z</p>';
  page.checkpoint();
  const watched = page.sheets.watch(root);
  const [one, other] = [construct(page.page, 'p { color: red }'), construct(page.page, 'p { color: blue }')];
  page.page.adoptedStyleSheets.push(one);
  root.adoptedStyleSheets = [one, other];
  page.flush();
  await same(page);
  one.replaceSync('p { color: green } p { display: none }');
  other.deleteRule(0);
  page.flush();
  await same(page);
  root.adoptedStyleSheets.reverse();
  page.page.adoptedStyleSheets = [];
  one.insertRule('p { visibility: hidden }');
  page.flush();
  await same(page);
  await Promise.all([one.replace('p { color: teal }'), other.replace('p { display: block }')]);
  page.flush();
  await same(page);
  expect(page.flush()).toEqual([]);
  page.checkpoint();
  expect(page.flush()).toHaveLength(1);
  await same(page);
  page.sheets.renew(root);
  expect(page.flush()).toMatchObject([{ source: 15, styleIds: [expect.any(Number), expect.any(Number)] }]);
  watched.stop();
  root.adoptedStyleSheets = [];
  expect(page.flush()).toEqual([]);
});

test('a large adopted sheet is read in slices, and its changes are told as such', async () => {
  const page = openPage('<p>x</p>');
  const css = Array.from({ length: 400 }, (_, index) => `p { color: rgb(1, 2, ${index % 256}) }`).join('');
  const sheet = construct(page.page, css);
  page.page.adoptedStyleSheets = [sheet];
  let sliceCount = 0;
  do sliceCount += 1;
  while (page.take(() => true).length === 0 && sliceCount < 100);
  expect(sliceCount).toBeGreaterThan(10);
  expect(page.sheets.isDone()).toBe(true);
  await same(page);
  sheet.insertRule('p { color: teal }', 400);
  (sheet.cssRules[3] as CSSStyleRule).style.setProperty('display', 'none');
  expect(page.flush()).toMatchObject([
    { source: 8, styleId: 1, adds: [{ rule: 'p { color: teal }', index: 400 }] },
    { source: 13, styleId: 1, index: [3], set: { property: 'display', value: 'none' } },
  ]);
});

test('a large sheet of a link is told later, as it is by then', async () => {
  const page = openPage('<p>x</p>');
  const css = Array.from({ length: 1_000 }, (_, index) => `p { border-left: ${index}px solid }`).join('');
  const { element } = await link(page.page, css);
  expect(page.sheets.cssTextOf(element)).toBeUndefined();
  page.tellNode(element);
  const sheet = sheetOf(page.page, 'link');
  for (let slice = 0; slice < 10; slice += 1) {
    expect(page.take(() => true)).toEqual([]);
    sheet.deleteRule(slice * 20);
    sheet.insertRule('p { display: none }', 500);
    (sheet.cssRules[2] as CSSStyleRule).style.setProperty('color', `rgb(1, 1, ${slice})`);
  }
  expect(page.sheets.isDone()).toBe(false);
  expect(page.flush()).toHaveLength(1);
  await same(page);
  expect(page.sheets.cssTextOf(element)).toContain('999px');
  // All of it is known now, so that the next checkpoint has it at once.
  page.checkpoint();
  expect(page.flush()).toEqual([]);
  await same(page);
});

test('imported sheets come as one rule each, so that those behind them keep their numbers', async () => {
  const inner = fileOf('p { color: red } q { color: red }');
  const broken = 'blob:null/none';
  const page = openPage('<p>x</p><q>y</q>');
  const css = `@import url("${inner}") all; @import "${broken}"; @import "${inner}" layer(a) supports(color: red); q { color: teal }`;
  const loading = link(page.page, css);
  page.tellNode(page.page.querySelector('link') as Element);
  // The browser calls that an error, though there is a sheet.
  expect((await loading).type).toBe('error');
  page.flush();
  const sheet = sheetOf(page.page, 'link');
  sheet.insertRule('q { background-color: teal }', 3);
  page.flush();
  const { events } = page;
  expect(JSON.stringify(events)).toContain('@media all{p { color: red; }q { color: red; }}@media not all{}@supports');
  expect(events.at(-1)).toMatchObject({ data: { source: 8, adds: [{ index: 3 }] } });
  const imported = (sheet.cssRules[0] as CSSImportRule).styleSheet;
  imported?.insertRule('p { color: lime }', 2);
  expect(JSON.stringify(page.flush())).toContain('p { color: lime; }');
  const style = page.page.createElement('style');
  style.textContent = `@import url("${inner}");`;
  const loaded = new Promise((resolve) => {
    style.addEventListener('load', resolve);
  });
  page.page.head.append(style);
  page.tellNode(style);
  await loaded;
  expect(JSON.stringify(page.flush())).toContain('@media all{p { color: red; }q { color: red; }}');
});

test('addresses are whole, and what is masked never comes', async () => {
  const page = openPage('<style class="a">p::before { content: "Jane Doe" }</style><style class="b"></style><p>x</p>', {
    mask: 'text',
    before(document) {
      const base = document.createElement('base');
      base.href = 'https://shop.test/deep/page';
      document.head.append(base);
      sheetOf(document, '.b').insertRule('p { background: url("../a.png?token=Jane"); --name: "Jane Doe"; }');
    },
  });
  const { element } = await link(page.page, 'p::after { content: "Jane Doe"; background: url(#a) }');
  page.tellNode(element);
  const adopted = construct(page.page, 'p::after { content: "Jane Doe" }');
  page.page.adoptedStyleSheets = [adopted];
  page.flush();
  for (const sheet of [sheetOf(page.page, '.b'), sheetOf(page.page, 'link'), adopted]) {
    sheet.insertRule('p::after { content: "Jane Doe"; background: url(b.png?token=Jane) }');
    (sheet.cssRules[1] as CSSStyleRule).style.setProperty('--other', '"Jane Doe"');
  }
  page.flush();
  const told = JSON.stringify(page.events.slice(1).map(({ data }) => data)).replace(/"textContent":"[^"]*\\"[^}]*/, '');
  expect(told).not.toContain('Jane');
  expect(told).toContain('url(\\"https://shop.test/a.png?token=***\\")');
  expect(told).toContain('https://shop.test/deep/b.png');
});

test('what the page calls gives what it gave, and what has failed is not told', async () => {
  const page = openPage('<style>p { color: red }</style>');
  const sheet = sheetOf(page.page, 'style');
  const adopted = construct(page.page, '');
  page.page.adoptedStyleSheets = [adopted];
  page.flush();
  const wants = page.wantCount();
  const { insertRule } = page.view.CSSStyleSheet.prototype;
  const { setProperty } = page.view.CSSStyleDeclaration.prototype;
  expect(() => sheet.insertRule('no rule')).toThrow(/parse the rule/);
  expect(() => sheet.insertRule('p {}', 7)).toThrow(/larger than the maximum index/);
  expect(() => {
    sheet.deleteRule(1);
  }).toThrow(/index/);
  expect(() => {
    sheet.replaceSync('');
  }).toThrow(/constructed/);
  expect(() => Reflect.apply(insertRule, {}, ['p {}'])).toThrow(/Illegal invocation/);
  expect(() => {
    Reflect.apply(setProperty, undefined, ['color', 'red']);
  }).toThrow(/Illegal invocation/);
  expect(() => Reflect.apply(setProperty, (sheet.cssRules[0] as CSSStyleRule).style, ['color'])).toThrow(/2 arguments/);
  await expect(sheet.replace('')).rejects.toThrow(/constructed/);
  expect(page.wantCount()).toBe(wants);
  expect(page.flush()).toEqual([]);
  expect(sheet.insertRule('p { display: none }', 1)).toBe(1);
  expect(await adopted.replace('p {}')).toBe(adopted);
  page.page.body.style.setProperty('color', 'red');
  expect([insertRule.name, insertRule.length, String(setProperty)]).toEqual([
    'insertRule',
    1,
    expect.stringContaining('[native code]'),
  ]);
  expect(page.failures).toEqual([]);
});

test('a rejection that the page does not handle is reported to the page', async () => {
  const page = openPage('<style>p { color: red }</style>');
  const seen = new Promise((resolve) => {
    page.view.addEventListener('unhandledrejection', resolve);
  });
  page.view.eval(`document.querySelector('style').sheet.replace('')`);
  await seen;
});

test('each window has its own patches, and all are gone afterwards', () => {
  const traces = startTraces();
  const page = openPage('<iframe></iframe>');
  const inner = page.page.querySelector('iframe')?.contentDocument as Document;
  const view = inner.defaultView as Window & typeof globalThis;
  inner.body.innerHTML = '<style>p { color: red }</style>';
  const natives = (window: typeof globalThis) => [
    ...['insertRule', 'deleteRule', 'addRule', 'removeRule', 'replace', 'replaceSync'].map((name): unknown =>
      Reflect.get(window.CSSStyleSheet.prototype, name),
    ),
    window.CSSStyleDeclaration.prototype.setProperty,
    window.CSSStyleDeclaration.prototype.removeProperty,
    window.CSSGroupingRule.prototype.insertRule,
    window.CSSGroupingRule.prototype.deleteRule,
    Reflect.get(window.CSSStyleRule.prototype, 'insertRule') as unknown,
    Object.hasOwn(window.CSSMediaRule.prototype, 'insertRule'),
  ];
  const before = natives(view);
  const watched = page.sheets.watch(inner);
  page.checkpoint();
  page.ids.set(inner, 700);
  page.ids.set(inner.querySelector('style') as Element, 701);
  page.sheets.cssTextOf(inner.querySelector('style')?.firstChild as Text);
  inner.adoptedStyleSheets = [construct(inner, 'p { color: blue }')];
  sheetOf(inner, 'style').insertRule('p { color: teal }');
  expect(page.flush()).toMatchObject([
    { source: 8, id: 701 },
    { source: 15, id: 700 },
  ]);
  watched.stop();
  expect(natives(view)).toEqual(before);
  sheetOf(inner, 'style').insertRule('p { color: teal }');
  expect(page.flush()).toEqual([]);
  page.sheets.watch(inner);
  page.sheets.stop();
  page.sheets.stop();
  expect(natives(view)).toEqual(before);
  expect(natives(page.view)).not.toContain(undefined);
  expect(traces.left()).toEqual([]);
});
