import type { Cast } from './cast.ts';
import type { Plays } from './play.ts';

/** Operations on attributes and style sheets. */
export const LOOKS: Plays<
  | 'attribute'
  | 'style'
  | 'adopt'
  | 'construct'
  | 'replaceSheet'
  | 'insertRule'
  | 'deleteRule'
  | 'ruleStyle'
  | 'nestedRule'
  | 'styleText'
> = {
  attribute(cast, { what, name, value }) {
    const element = cast.element(what);
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  },
  style: (cast, { what, name, value }) => cast.element(what).style.setProperty(name, value),
  adopt(cast, { root: number, sheets, how }) {
    const root = cast.root(number);
    const chosen = sheets.flatMap((index) => sheetOf(cast, root, index) ?? []);
    if (how === 'assign') root.adoptedStyleSheets = [...new Set(chosen)];
    else if (how === 'pop') root.adoptedStyleSheets.pop();
    else root.adoptedStyleSheets.push(...chosen);
  },
  construct(cast, { css }) {
    const { defaultView } = cast.document;
    if (!defaultView) return;
    const sheet = new defaultView.CSSStyleSheet();
    sheet.replaceSync(css);
    cast.constructed.push(sheet);
  },
  replaceSheet(cast, { sheet, css }) {
    const { constructed } = cast;
    constructed[sheet % constructed.length]?.replaceSync(css);
  },
  insertRule(cast, { sheet: number, rule, index }) {
    const sheet = cast.sheet(number);
    sheet?.insertRule(rule, index % (sheet.cssRules.length + 1));
  },
  deleteRule(cast, { sheet: number, index }) {
    const sheet = cast.sheet(number);
    if (sheet && sheet.cssRules.length > 0) sheet.deleteRule(index % sheet.cssRules.length);
  },
  ruleStyle(cast, { sheet: number, index, name, value }) {
    const rule = ruleOf(cast, number, index);
    const inner = rule && 'cssRules' in rule ? (rule as CSSGroupingRule).cssRules[0] : rule;
    if (inner && 'style' in inner) (inner as CSSStyleRule).style.setProperty(name, value);
  },
  nestedRule(cast, { sheet, index, rule }) {
    const group = ruleOf(cast, sheet, index);
    // Rules within the rules of a style would be nested CSS.
    if (group && 'conditionText' in group) (group as CSSConditionRule).insertRule(rule, 0);
  },
  styleText(cast, { what, css, how }) {
    const style = cast.named('style', what);
    if (!style) return;
    if (how === 'replace') style.textContent = css;
    else if (how === 'append') style.append(css);
    else if (style.firstChild) style.firstChild.nodeValue = css;
    cast.meet(style);
  },
};

function ruleOf(cast: Cast, number: number, index: number): CSSRule | undefined {
  const rules = cast.sheet(number)?.cssRules;
  return rules && rules.length > 0 ? rules[index % rules.length] : undefined;
}

/** A sheet belongs to the document that it was constructed in. */
function sheetOf({ constructed, document }: Cast, root: Document | ShadowRoot, index: number) {
  const isOwn = root === document || root.ownerDocument === document;
  return isOwn ? constructed[index % constructed.length] : undefined;
}
