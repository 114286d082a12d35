import { absoluteUrl, absoluteUrls } from './absoluteUrls.ts';

/** Stands for a rule that can't be told, so that those behind it keep their numbers. */
const NOTHING = '@media not all{}';
/** What may stand before an `@import`. */
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
  let text = rule.cssText;
  if ('selectorText' in rule && text.includes(':')) text = text.replace(LOST_ESCAPE, '$1\\$2');
  // Versions of Chromium write it without the prefix that they ask for.
  text = text.replace(/ (background-clip: text;)/g, ' -webkit-$1 $1');
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
    if ('styleSheet' in rule) return true;
    if (!('nameList' in rule)) return false;
  }
  return false;
}

function importText(rule: CSSImportRule, base: string, before: string | undefined): string {
  const { styleSheet: sheet, media, href, layerName, supportsText } = rule;
  // Older browsers don't know of layers, and an empty name is one without.
  const isLayered = typeof layerName === 'string';
  const rules = sheet && rulesOf(sheet);
  if (rules) {
    const place = sheet.href ?? base;
    const inner = Array.from(rules, (one) => ruleText(one, place, NOTHING)).join('');
    const shown = `@media ${media.mediaText || 'all'}{${inner}}`;
    const layered = isLayered ? `@layer ${layerName}{${shown}}` : shown;
    return supportsText ? `@supports (${supportsText}){${layered}}` : layered;
  }
  if (before !== undefined && !BEFORE_IMPORT.test(before)) return NOTHING;
  const parts = [
    `@import url(${JSON.stringify(absoluteUrl(href, base))})`,
    isLayered ? ` layer${layerName && `(${layerName})`}` : '',
    supportsText ? ` supports(${supportsText})` : '',
    media.length ? ` ${media.mediaText}` : '',
  ];
  return `${parts.join('')};`;
}
