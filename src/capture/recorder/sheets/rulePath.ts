import type { Declaration } from './changeLog.ts';

/** What rules can be put into. */
export type RuleHolder = CSSStyleSheet | CSSRule;

/** Where a rule stands: numbers from its sheet down, as rrweb's events name rules. Undefined where it stands in none any more. */
export function pathOf(rule: CSSRule): number[] | undefined {
  const path: number[] = [];
  for (let at: RuleHolder = rule; !isSheet(at);) {
    const holder: RuleHolder | null = at.parentRule ?? at.parentStyleSheet;
    const rules = holder && 'cssRules' in holder ? holder.cssRules : [];
    const index = Array.prototype.indexOf.call(rules, at);
    if (!holder || index < 0) return undefined;
    path.unshift(index);
    at = holder;
  }
  return path;
}

export function isSheet(holder: RuleHolder): holder is CSSStyleSheet {
  return 'ownerRule' in holder;
}

/** Many kinds of rules declare something, each with a property of its own class. */
export function readDeclaration(rule: CSSRule & { style?: CSSStyleDeclaration }, name: string): Declaration {
  const { style } = rule;
  return { value: style?.getPropertyValue(name) ?? '', priority: style?.getPropertyPriority(name) ?? '' };
}
