import type { PublishedRuleSet, RuleSet } from '../wire/ruleSet.ts';
import type { AgentScope } from './agentScope.ts';

export type Patterns = typeof import('../rules/patterns/index.ts');

/** The code that not every page's rules need. */
export interface RuleCode {
  rules: typeof import('./rules/index.ts');
  /** The patterns and audiences that few rule sets have. */
  patterns?: Patterns | undefined;
}

const SIMPLE: readonly string[] = ['match', 'count', 'value'];

/** A page that waits for it longer than that records without: what it would have triggered until then is lost. */
const PATIENCE_MS = 5_000;

/** Whether the rules have all that they need. Captures alone need nothing. */
export function suffices(code: RuleCode | undefined, rules: RuleSet): boolean {
  return code ? !!code.patterns || !needsPatterns(rules) : isPlain(rules);
}

export async function fetchRuleCode(rules: RuleSet): Promise<RuleCode> {
  const [code, patterns] = await Promise.all([
    import('./rules/index.ts'),
    needsPatterns(rules) ? import('../rules/patterns/index.ts') : undefined,
  ]);
  return { rules: code, patterns };
}

/**
 * Loads what these rules need before the agent starts; undefined where nothing, or where it does not come in time.
 * @param offered nobody has checked it yet
 */
export async function loadRuleCode(scope: AgentScope, offered: unknown): Promise<RuleCode | undefined> {
  const { rules } = offered as PublishedRuleSet;
  try {
    if (isPlain(rules)) return undefined;
    const patience = new Promise<undefined>((resolve) => {
      scope.natives.setTimeout(() => {
        resolve(undefined);
      }, PATIENCE_MS);
    });
    return await Promise.race([fetchRuleCode(rules), patience]);
  } catch {
    return undefined;
  }
}

function isPlain({ states, screen, providers, forward, targeting, triggers }: RuleSet): boolean {
  return [states, screen, providers, forward, targeting, triggers].every((list) => list.length === 0);
}

function needsPatterns({ triggers, targeting }: RuleSet): boolean {
  return targeting.length > 0 || triggers.some(({ type, where }) => where === 'page' && !SIMPLE.includes(type));
}
