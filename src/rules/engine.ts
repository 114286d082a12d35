import { isActive } from './active.ts';
import { RECORD_KINDS } from '../wire/recordKinds.ts';
import type { ForwardRule, RuleSet } from '../wire/ruleSet.ts';
import type { Trigger } from '../wire/triggers.ts';
import { byKind } from './byKind.ts';
import { matchCondition } from './evaluate.ts';
import { fire, NEVER_FIRED } from './fire.ts';
import type { RuleInput, Surroundings } from './input.ts';
import { own, type RuleMemory } from './memory.ts';
import { applyOccasion } from './occasions.ts';
import { beginRun, ON_REQUEST, seeStates, write, type Effects, type Forward, type Run } from './run.ts';
import { createStateMoves, type StateMoves } from './states.ts';
import { watchSimple, type MakeWatch, type Step, type Watch } from './watch.ts';

export interface RuleEngine {
  /**
   * New memory and what follows from this record, and from the time up to it. Pure: neither argument is changed.
   */
  evaluate(memory: RuleMemory, input: RuleInput): Effects;
  /** What time alone brings about. */
  advance(memory: RuleMemory, at: number, surroundings: Pick<Surroundings, 'audiences'>): Effects;
  /** When `advance` is wanted next, if nothing is captured before. */
  dueAt(memory: RuleMemory): number | undefined;
}

interface Watched {
  rule: Trigger;
  watch: Watch;
  observes: Trigger['observes'];
}
type Timed = Watched & { timed: NonNullable<Watch['timed']> };

/** Moments that are caught up with in one evaluation. */
const MOMENT_COUNT_MAX = 1_000;

/** Prepares a rule set. @param patterns those of `patterns/`; triggers whose pattern is not known do nothing */
export function createRuleEngine(ruleSet: RuleSet, where: 'page' | 'monitor', patterns?: MakeWatch): RuleEngine {
  const moves = createStateMoves(ruleSet.states);
  const triggers = ruleSet.triggers.flatMap((rule) => {
    const watch = rule.where === where ? (watchSimple(rule) ?? patterns?.(rule)) : undefined;
    return watch ? [{ rule, watch, observes: rule.observes, timed: watch.timed }] : [];
  });
  const timed = triggers.filter((trigger): trigger is Timed => trigger.timed !== undefined);
  const watched = byKind(triggers);
  const isPage = where === 'page';
  const screens = byKind(isPage ? ruleSet.screen : []);
  const providers = byKind(isPage ? ruleSet.providers : []);
  const forward = byKind(
    (isPage ? ruleSet.forward : []).map((rule) => ({ rule, observes: rule.kinds ?? RECORD_KINDS })),
  );

  const { nextAt, catchUp } = createTime(moves, timed);
  return {
    evaluate(memory, input) {
      const { kind, at, audiences } = input;
      const run = beginRun(memory, audiences);
      catchUp(run, at);
      moves.follow(run, input);
      const seen = seeStates(run, input);
      for (const { rule, watch } of watched.get(kind) ?? []) {
        if (!isActive(rule, run.memory.states, audiences)) continue;
        const step = watch.follow(own(run.memory.triggers, rule.id)?.pattern, seen);
        if (step) take(run, rule, step, at);
      }
      for (const rule of screens.get(kind) ?? []) if (applyOccasion(run, 'screens', rule, seen)) run.screens.push(rule);
      for (const rule of providers.get(kind) ?? [])
        if (applyOccasion(run, 'providers', rule, seen)) run.providers.push(rule);
      run.forward = forwardOf(forward.get(kind) ?? [], run, seen);
      return run;
    },
    advance(memory, at, { audiences }) {
      const run = beginRun(memory, audiences);
      catchUp(run, at);
      return run;
    },
    dueAt(memory) {
      const due = nextAt(memory);
      return due === Infinity ? undefined : due;
    },
  };
}

/** States and triggers that wait for a moment. Moments are gone through one by one, in their order. */
function createTime(moves: StateMoves, timed: Timed[]) {
  const nextAt = (memory: RuleMemory) => {
    let least = moves.dueAt(memory);
    for (const each of timed) least = Math.min(least, dueAtOf(each, memory));
    return least;
  };
  const catchUp = (run: Run, at: number) => {
    for (let count = 0; count < MOMENT_COUNT_MAX; count += 1) {
      const due = nextAt(run.memory);
      if (due > at || due === Infinity) return;
      moves.advance(run, due);
      for (const each of timed) {
        if (dueAtOf(each, run.memory) > due) continue;
        const { rule } = each;
        const pattern = own(run.memory.triggers, rule.id)?.pattern;
        take(run, rule, each.timed.advance(pattern, due, run.memory.states), due);
      }
    }
  };
  return { nextAt, catchUp };
}

function dueAtOf({ rule, timed }: Timed, { triggers, states }: RuleMemory): number {
  return timed.dueAt(own(triggers, rule.id)?.pattern, states);
}

function take(run: Run, rule: Trigger, step: Step, at: number): void {
  const before = own(run.memory.triggers, rule.id) ?? NEVER_FIRED;
  const fired = step.happens && isActive(rule, run.memory.states, run.audiences) ? fire(rule, before, at) : undefined;
  const pattern = (fired && step.spent) ?? step.memory;
  if (!fired && pattern === before.pattern) return;
  write(run, 'triggers')[rule.id] = { ...(fired ?? before), ...(pattern && { pattern }) };
  if (fired) (rule.limits.dryRun ? run.wouldFire : run.fired).push(rule);
}

/** Of the rules that apply the last one counts. */
function forwardOf(rules: { rule: ForwardRule }[], run: Run, { scope }: RuleInput): Forward {
  let forward = ON_REQUEST;
  for (const { rule } of rules) {
    if (!isActive(rule, run.memory.states, run.audiences)) continue;
    if (rule.when === undefined || matchCondition(rule.when, scope)) forward = rule;
  }
  return forward;
}
