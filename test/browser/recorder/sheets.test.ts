import { expect, test } from 'vitest';
import { construct, link, openPage, sheetOf, type TestPage } from './sheetsPage.ts';

const HTML = '<style>p { color: red } @media all { p { display: block } q { color: blue } }</style><p>a</p><q>b</q>';

const same = async (page: TestPage) => {
  expect(await page.difference()).toEqual([]);
};

const groupIn = (sheet: CSSStyleSheet) => [...sheet.cssRules].find((rule) => 'conditionText' in rule) as CSSMediaRule;

const OPERATIONS: Record<string, (sheet: CSSStyleSheet) => void> = {
  'a rule at the front': (sheet) => sheet.insertRule('p { color: green }'),
  'rules at the end': (sheet) => {
    sheet.insertRule('q { color: lime }', sheet.cssRules.length);
    sheet.insertRule('p { color: navy }', sheet.cssRules.length);
  },
  'a rule that goes': (sheet) => {
    sheet.deleteRule(0);
  },
  'rules that come and go': (sheet) => {
    sheet.insertRule('p { color: lime }', 1);
    sheet.deleteRule(0);
    sheet.insertRule('q { color: navy }', 0);
    sheet.deleteRule(0);
    sheet.insertRule('q { color: teal }', 1);
  },
  'old names': (sheet) => {
    const call = (name: string, ...args: unknown[]): unknown => Reflect.apply(Reflect.get(sheet, name), sheet, args);
    expect(call('addRule', 'p', 'color: teal')).toBe(-1);
    call('addRule', 'q', 'color: teal', 0);
    call('removeRule');
    call('removeRule', 0);
  },
  'a rule in a group': (sheet) => {
    sheet.insertRule('p { border-left: 0px solid }', 0);
    const group = groupIn(sheet);
    group.insertRule('p { color: teal }', 1);
    group.deleteRule(0);
    group.insertRule('@media all { q { color: teal } }', 0);
    (group.cssRules[0] as CSSMediaRule).insertRule('q { display: none }');
  },
  'a rule in a rule': (sheet) => {
    (sheet.cssRules[0] as CSSStyleRule).insertRule('&:not(q) { background-color: teal }');
  },
  declarations: (sheet) => {
    const { style } = sheet.cssRules[0] as CSSStyleRule;
    style.setProperty('color', 'teal');
    style.setProperty('margin', '1px');
    style.setProperty('margin-left', '2px');
    style.setProperty('border-left', '3px solid');
    style.setProperty('display', 'none');
    style.removeProperty('display');
    style.setProperty('color', 'what');
    style.setProperty('visibility', '');
  },
  'a declaration in a group, below a rule that comes': (sheet) => {
    const group = groupIn(sheet);
    (group.cssRules[1] as CSSStyleRule).style.setProperty('color', 'teal');
    sheet.insertRule('p { color: lime }', 0);
    group.insertRule('p { color: lime }', 0);
  },
  'more than is told one by one': (sheet) => {
    for (let index = 0; index < 500; index += 1) sheet.insertRule(`p { color: rgb(1, 1, ${index % 256}) }`, index);
    (sheet.cssRules[0] as CSSStyleRule).style.setProperty('color', 'teal');
  },
};

for (const [name, operate] of Object.entries(OPERATIONS)) {
  test(`${name}: in a style element, a link, an adopted sheet`, async () => {
    const page = openPage(HTML);
    const { element } = await link(page.page, 'p { color: red } @media all { p { display: block } q { color: blue } }');
    const adopted = construct(page.page, 'p { color: red } @media all { p { display: block } q { color: blue } }');
    page.page.adoptedStyleSheets = [adopted];
    page.tellNode(element);
    page.flush();
    await same(page);
    const targets = [sheetOf(page.page, 'style'), sheetOf(page.page, 'link'), adopted];
    for (const sheet of targets) operate(sheet);
    page.flush();
    await same(page);
    for (const sheet of targets) operate(sheet);
    page.flush();
    page.checkpoint();
    page.flush();
    await same(page);
  });
}

test('changes are told as changes: rules that follow one another together, declarations as they are in the end', () => {
  const { page, flush } = openPage('<style>p { color: red }</style><p></p>');
  const sheet = sheetOf(page, 'style');
  const { style } = sheet.cssRules[0] as CSSStyleRule;
  for (const color of ['lime', 'navy', 'teal']) {
    style.setProperty('color', color);
    sheet.insertRule(`p { color: ${color} }`, sheet.cssRules.length);
  }
  const id: unknown = expect.any(Number);
  expect(flush()).toEqual([
    {
      source: 8,
      id,
      adds: ['lime', 'navy', 'teal'].map((color, index) => ({ rule: `p { color: ${color} }`, index: index + 1 })),
    },
    { source: 13, id, index: [0], set: { property: 'color', value: 'teal', priority: '' } },
  ]);
  expect(flush()).toEqual([]);
});

test('a style element without a text is told by its rules, and so is one whose text says something else', async () => {
  const page = openPage(
    '<style class="a"></style><style class="b">p { color: red }</style><style class="c"> </style><p>x</p>',
    {
      before(document) {
        sheetOf(document, '.a').insertRule('p { border-left: 1px solid }');
        sheetOf(document, '.b').insertRule('p { color: green }', 1);
        sheetOf(document, '.c').insertRule('p { background-color: teal }');
      },
    },
  );
  await same(page);
  sheetOf(page.page, '.a').insertRule('p { border-left: 2px solid }', 1);
  sheetOf(page.page, '.c').deleteRule(0);
  page.flush();
  await same(page);
  page.checkpoint();
  await same(page);
});

test('a style element that gets other texts, behind rules that only programs have made', async () => {
  const page = openPage('<style class="a"></style><style class="b">p { color: red }</style><p>x</p>');
  const one = page.page.querySelector('.a') as HTMLStyleElement;
  const other = page.page.querySelector('.b') as HTMLStyleElement;
  one.sheet?.insertRule('p { border-left: 1px solid }');
  other.sheet?.insertRule('p { background-color: red }');
  page.checkpoint();
  page.flush();
  await same(page);
  one.append('p { color: green }');
  page.tellNode(one.childNodes[0] as Text);
  page.flush();
  await same(page);
  other.append('p { display: none }');
  page.tellNode(other.childNodes[1] as Text);
  page.flush();
  await same(page);
  const [text] = other.childNodes;
  (text as Text).data = 'p { color: blue }';
  page.tellText(text as Text);
  page.flush();
  await same(page);
  one.sheet?.insertRule('p { color: teal }', 1);
  other.sheet?.insertRule('p { color: teal }', 1);
  page.flush();
  await same(page);
  const [first] = one.childNodes;
  (first as Text).data = 'p { color: lime }';
  one.sheet?.insertRule('p { border-left: 7px solid }', 1);
  page.tellText(first as Text);
  page.flush();
  await same(page);
});

test('a link whose sheet comes later, is another, has no effect, or has one again', async () => {
  const page = openPage('<p>x</p>');
  const element = page.page.createElement('link');
  element.rel = 'stylesheet';
  page.page.head.append(element);
  page.tellNode(element);
  const {
    element: { href },
  } = await link(page.page, 'p { color: red }');
  element.href = href;
  await new Promise((resolve) => {
    element.addEventListener('load', resolve);
  });
  page.page.querySelectorAll('link')[1]?.remove();
  const told = (text: string) => [{ source: 0, removes: [{}], adds: [{ node: { attributes: { _cssText: text } } }] }];
  expect(page.flush()).toMatchObject(told('p { color: red; }'));
  if (element.sheet) element.sheet.disabled = true;
  expect(page.flush()).toMatchObject(told(' '));
  if (element.sheet) element.sheet.disabled = false;
  page.flush();
  expect((await page.difference()).join('\n')).not.toContain('color: rgb(0');
});
