import type { PublishedRuleSet, RuleSet } from '../wire/ruleSet.ts';
import type { AgentScope } from './agentScope.ts';

/** The patterns and audiences that few rule sets have. */
export type RuleCode = typeof import('../rules/patterns/index.ts');

const SIMPLE: readonly string[] = ['match', 'count', 'value'];

/** A page that waits for it longer than that records without: what it would have triggered until then is lost. */
const PATIENCE_MS = 5_000;

/** Whether the rule set needs more than every page has. */
export function needsRuleCode({ triggers, targeting }: Pick<RuleSet, 'triggers' | 'targeting'>): boolean {
  return targeting.length > 0 || triggers.some(({ type, where }) => where === 'page' && !SIMPLE.includes(type));
}

/** Loads what these rules need before the agent starts; undefined where nothing, or where it does not come in time. */
export async function loadRuleCode(scope: AgentScope, rules: unknown): Promise<RuleCode | undefined> {
  const { triggers = [], targeting = [] } = (rules as Partial<PublishedRuleSet>).rules ?? {};
  if (!needsRuleCode({ triggers, targeting })) return undefined;
  const code = import('../rules/patterns/index.ts').catch(() => undefined);
  return Promise.race([
    code,
    new Promise<undefined>((resolve) => {
      scope.natives.setTimeout(() => {
        resolve(undefined);
      }, PATIENCE_MS);
    }),
  ]);
}
