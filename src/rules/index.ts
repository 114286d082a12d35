import type { RuleSet } from '../wire/ruleSet.ts';
import { createRuleEngine as createEngine, type RuleEngine } from './engine.ts';
import { watchPattern } from './patterns/index.ts';
import type { MakeWatch } from './watch.ts';

/** What the monitor takes of the rules: it has all patterns. */
export * from './active.ts';
export * from './patterns/audience.ts';
export { captureDetails, joinDetails } from './details.ts';
export type { RuleEngine } from './engine.ts';
export * from './evaluate.ts';
export * from './input.ts';
export * from './kinds.ts';
export { matchLike } from './like.ts';
export * from './memory.ts';
export { moveTimes } from './moveTimes.ts';
export { noteOccasion, periodicScreens } from './occasions.ts';
export type { Effects, Forward } from './run.ts';
export { isInShare } from './share.ts';

export function createRuleEngine(
  ruleSet: RuleSet,
  where: 'page' | 'monitor',
  patterns: MakeWatch = watchPattern,
): RuleEngine {
  return createEngine(ruleSet, where, patterns);
}
