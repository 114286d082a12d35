import { absoluteUrls } from './absoluteUrls.ts';

/** Stands for a rule that can't be told, so that those behind it keep their numbers. */
const NOTHING = '@media not all{}';
/** What may stand before an import. */
const BEFORE_IMPORT = /^@(?:import|layer[^{]*$)/;
/** WebKit writes colons in names of attributes as no browser reads them (https://bugs.webkit.org/show_bug.cgi?id=184604). */
const LOST_ESCAPE = /(\[[\w-]+[^\\])(:[\w-]+\])/g;

/**
 * A rule as text that means the same elsewhere. An imported sheet comes as one rule around its own ones: every rule of the page
 * is one rule of the recording, so that numbers of rules are the same in both.
 * @param before the text of the rule before, if there is one: what comes behind other rules can't import
 */
export function ruleText(rule: CSSRule, base: string, before: string | undefined): string {
  if ('styleSheet' in rule) return importText(rule as CSSImportRule, base, before);
  const text = 'selectorText' in rule ? rule.cssText.replace(LOST_ESCAPE, '$1\\$2') : rule.cssText;
  return absoluteUrls(text, base);
}

/** The rules of a sheet, where the browser lets one see them. */
export function rulesOf(sheet: CSSStyleSheet): CSSRuleList | undefined {
  try {
    return sheet.cssRules;
  } catch {
    return undefined;
  }
}

/** Imports come first, or behind statements about layers. */
export function hasImport(sheet: CSSStyleSheet): boolean {
  for (const rule of rulesOf(sheet) ?? []) {
    if (!('nameList' in rule)) return 'styleSheet' in rule;
  }
  return false;
}

function importText(rule: CSSImportRule, base: string, before: string | undefined): string {
  const { styleSheet: sheet, media, layerName, supportsText } = rule;
  const rules = sheet && rulesOf(sheet);
  if (!rules) return before === undefined || BEFORE_IMPORT.test(before) ? absoluteUrls(rule.cssText, base) : NOTHING;
  const inner = Array.from(rules, (one) => ruleText(one, sheet.href ?? base, NOTHING)).join('');
  const shown = `@media ${media.mediaText || 'all'}{${inner}}`;
  // An empty name is a layer without one.
  const layered = typeof layerName === 'string' ? `@layer ${layerName}{${shown}}` : shown;
  return supportsText ? `@supports (${supportsText}){${layered}}` : layered;
}
