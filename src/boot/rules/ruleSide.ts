import { createRuleEngine } from '../../rules/engine.ts';
import { createRuleInput } from '../../rules/input.ts';
import { restoreMemory, type RuleMemory, type SavedMemory } from '../../rules/memory.ts';
import { moveTimes } from '../../rules/moveTimes.ts';
import { noteOccasion, periodicScreens } from '../../rules/occasions.ts';
import type { Effects } from '../../rules/run.ts';
import type { Capture } from '../../wire/record.ts';
import type { RuleSet, ScreenRule } from '../../wire/ruleSet.ts';
import type { Patterns } from '../ruleCode.ts';
import { forget } from './forget.ts';
import { createSight, type SurroundingsScope } from './surroundings.ts';

/** The rules at work in a page: the engine with its memory, and what conditions see. */
export interface RuleSide {
  adopt(rules: RuleSet, patterns: Patterns | undefined): void;
  follow(capture: Capture): Effects;
  /** What time alone brings about. */
  advance(at: number): Effects;
  /** When `advance` is wanted next; infinity where it is not. */
  dueAt(at: number): number;
  memory(): RuleMemory;
  /** To be put aside for the next page. */
  save(): SavedMemory;
  audiences(): ReadonlySet<string>;
  /** Screen rules that ask for an image regularly, in the states that are entered now. */
  periods(): ScreenRule[];
  /** True where the rule may be followed now; that counts as having followed it. */
  takePeriod(rule: ScreenRule, at: number): boolean;
}

/** @param saved memory of the page before */
export function createRuleSide(
  scope: SurroundingsScope,
  first: RuleSet,
  { patterns: firstPatterns, saved }: { patterns?: Patterns | undefined; saved: unknown },
): RuleSide {
  let rules = first;
  let patterns = firstPatterns;
  let engine = createRuleEngine(rules, 'page', patterns?.watchPattern);
  const { savedAt = -Infinity, ...restored } = restoreMemory(saved);
  let memory: RuleMemory = restored;
  let seenAt = savedAt;
  const { audiences, surroundings } = createSight(scope, {
    ...{ visits: () => memory.visits, list: () => rules.targeting, code: () => patterns },
  });
  const current = () => {
    const now = scope.clock.now();
    if (now < seenAt) memory = moveTimes(memory, seenAt - now);
    seenAt = now;
    return memory;
  };
  const keep = (effects: Effects) => {
    ({ memory } = effects);
    return effects;
  };
  return {
    adopt(next, nextPatterns) {
      memory = forget(memory, rules, next);
      rules = next;
      patterns = nextPatterns;
      engine = createRuleEngine(rules, 'page', patterns?.watchPattern);
    },
    follow: (capture) => keep(engine.evaluate(current(), createRuleInput(capture, surroundings()))),
    advance: (at) => keep(engine.advance(current(), at, { audiences: audiences.current() })),
    dueAt: (at) => Math.min(engine.dueAt(current()) ?? Infinity, audiences.dueAt(at)),
    memory: () => memory,
    save: () => ({ ...current(), savedAt: seenAt }),
    audiences: audiences.current,
    periods: () => periodicScreens(rules, memory, audiences.current()),
    takePeriod(rule, at) {
      const noted = noteOccasion(current(), 'screens', rule, at);
      memory = noted ?? memory;
      return noted !== undefined;
    },
  };
}
