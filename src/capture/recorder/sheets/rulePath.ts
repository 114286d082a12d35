/** Where rules stand: numbers from the sheet down, as rrweb's events name rules. */
export interface RulePaths {
  /** Undefined for a rule that stands in no sheet any more. */
  of(rule: CSSRule): number[] | undefined;
}

export type RuleHolder = CSSStyleSheet | CSSRule;

export function createRulePaths(): RulePaths {
  /** Where a rule stood when it was last looked for: mostly it still stands there, and long sheets needn't be searched. */
  const places = new WeakMap<CSSRule, number>();
  const indexOf = (rule: CSSRule, holder: RuleHolder): number => {
    const rules = 'cssRules' in holder ? holder.cssRules : [];
    const place = places.get(rule) ?? -1;
    const index = rules[place] === rule ? place : Array.prototype.indexOf.call(rules, rule);
    places.set(rule, index);
    return index;
  };
  return {
    of(rule) {
      const path: number[] = [];
      for (let at: RuleHolder = rule; !isSheet(at);) {
        const holder: RuleHolder | null = at.parentRule ?? at.parentStyleSheet;
        const index = holder ? indexOf(at, holder) : -1;
        if (!holder || index < 0) return undefined;
        path.unshift(index);
        at = holder;
      }
      return path;
    },
  };
}

export function isSheet(holder: RuleHolder): holder is CSSStyleSheet {
  return 'ownerRule' in holder;
}

/** The sheet that a rule belongs to in the end, and whether that has only imported it. */
export function sheetOf(holder: RuleHolder): { sheet: CSSStyleSheet | null; isImported: boolean } {
  let sheet = isSheet(holder) ? holder : holder.parentStyleSheet;
  const isImported = Boolean(sheet?.ownerRule);
  while (sheet?.ownerRule) sheet = sheet.ownerRule.parentStyleSheet;
  return { sheet, isImported };
}
