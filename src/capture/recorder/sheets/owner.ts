import { rulesOf } from './ruleText.ts';

/** An element that brings a style sheet. */
export type Owner = Element & { sheet: CSSStyleSheet | null };

/** Longer texts aren't read a second time to see what programs have made of them. */
const LENGTH_MAX = 200_000;

export function isOwner(node: unknown): node is Owner {
  return typeof node === 'object' && node !== null && 'sheet' in node && 'localName' in node;
}

/** The sheet that has effect, if any. */
export function sheetIn({ sheet }: Owner): CSSStyleSheet | null {
  return sheet?.disabled === false ? sheet : null;
}

export function textsIn(owner: Owner): Node[] {
  return Array.from(owner.childNodes).filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
}

/** Whether a sheet has other rules than the text that it came of. */
export function isAltered(sheet: CSSStyleSheet, { ownerDocument, textContent: text }: Owner): boolean {
  const view = ownerDocument.defaultView;
  if (!view || text.length > LENGTH_MAX || text.includes('@import')) return false;
  try {
    const same = new view.CSSStyleSheet();
    same.replaceSync(text);
    return same.cssRules.length !== rulesOf(sheet)?.length;
  } catch {
    return false;
  }
}
