import fc from 'fast-check';
import { expect, test } from 'vitest';
import { construct, openPage, type TestPage } from './sheetsPage.ts';

type Step = readonly [sheet: number, what: string, index: number, text: string];

const TEXTS = [
  'p { color: teal }',
  'p { color: lime; margin: 1px }',
  'q { display: none }',
  '@media all { p { color: navy } }',
];
const STEP: fc.Arbitrary<Step> = fc.tuple(
  fc.nat(4),
  fc.constantFrom(
    'insert',
    'insert',
    'delete',
    'nest',
    'unnest',
    'set',
    'remove',
    'replace',
    'text',
    'adopt',
    'flush',
    'slice',
    'checkpoint',
  ),
  fc.nat(7),
  fc.constantFrom(...TEXTS),
);

/** Rules of nested groups too. */
const groupsIn = (rules: CSSRuleList): CSSMediaRule[] =>
  [...rules].flatMap((rule) =>
    'conditionText' in rule ? [rule as CSSMediaRule, ...groupsIn((rule as CSSMediaRule).cssRules)] : [],
  );
const stylesIn = (rules: CSSRuleList): CSSStyleRule[] =>
  [...rules].flatMap((rule) =>
    'conditionText' in rule ? stylesIn((rule as CSSMediaRule).cssRules) : [rule as CSSStyleRule],
  );
const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length];

const PLAYS: Record<string, (page: TestPage, sheet: CSSStyleSheet, index: number, text: string) => void> = {
  insert: (_page, sheet, index, text) => sheet.insertRule(text, index % (sheet.cssRules.length + 1)),
  delete(_page, sheet, index) {
    if (sheet.cssRules.length > 0) sheet.deleteRule(index % sheet.cssRules.length);
  },
  nest: (_page, sheet, index, text) => pick(groupsIn(sheet.cssRules), index)?.insertRule(text, 0),
  unnest(_page, sheet, index) {
    const group = pick(groupsIn(sheet.cssRules), index);
    if (group && group.cssRules.length > 0) group.deleteRule(index % group.cssRules.length);
  },
  set: (_page, sheet, index) =>
    pick(stylesIn(sheet.cssRules), index)?.style.setProperty(
      index > 3 ? 'margin-left' : 'color',
      index > 3 ? '5px' : 'red',
    ),
  remove: (_page, sheet, index) => pick(stylesIn(sheet.cssRules), index)?.style.removeProperty('color'),
  replace(_page, sheet, _index, text) {
    if (!sheet.ownerNode) sheet.replaceSync(text + text);
  },
  text(page, { ownerNode }, _index, text) {
    const child = ownerNode?.firstChild as Text | null | undefined;
    if (!child) return;
    child.data = text;
    page.tellText(child);
  },
  adopt({ page }, sheet, index) {
    if (sheet.ownerNode) return;
    const { adoptedStyleSheets: list } = page;
    if (list.includes(sheet)) list.splice(list.indexOf(sheet), 1);
    else list.splice(index % (list.length + 1), 0, sheet);
  },
  flush: (page) => page.flush(),
  slice: (page) => page.take(() => true),
  checkpoint(page) {
    page.checkpoint();
  },
};

test('random programs: the rules of the replay are those of the page', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 25 }), async (steps) => {
      const page = openPage(
        '<style>p { color: red } @media all { p { margin: 2px } }</style><style></style><style> </style><p>a</p><q>b</q>',
      );
      const constructed = [construct(page.page, 'p { color: blue }'), construct(page.page, '@media all {}')];
      for (const [number, what, index, text] of steps) {
        const styles = Array.from(page.page.querySelectorAll('style'), ({ sheet }) => sheet as CSSStyleSheet);
        const sheet = pick([...styles, ...constructed], number);
        if (sheet) PLAYS[what]?.(page, sheet, index, text);
      }
      page.flush();
      const found = await page.difference();
      page.close();
      expect(found).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
