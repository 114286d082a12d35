import { createRuleEngine, emptyMemory, restoreMemory, type Effects, type RuleInput } from 'rewindow/rules';
import { RuleSet, type RecordKind } from 'rewindow/wire';
import * as v from 'valibot';
import { expect } from 'vitest';

/** `not(not(… true))`, so many times. */
export function nest(depth: number): unknown {
  let expression: unknown = true;
  for (let count = 0; count < depth; count += 1) expression = ['not', expression];
  return expression;
}

export function ruleSet({ triggers = [], ...parts }: { triggers?: object[]; [part: string]: unknown }): RuleSet {
  const placed = triggers.map((trigger) => ({ where: 'page', ...trigger }));
  return v.parse(RuleSet, { version: 1, name: 'test', ...parts, triggers: placed });
}

export const SEND = [{ order: { verb: 'buffer.send', lastMs: 1_000 } }];
export const ANY_NETWORK = ['==', ['get', 'record', 'kind'], 'network'];

export function input(kind: RecordKind, at: number, fields: object = {}): RuleInput {
  return {
    kind,
    at,
    scope: { record: { ...fields, kind, at }, session: { startedAt: 0 }, page: { url: '', path: '' } },
  };
}

/** Evaluates one input after the other. */
export function run(rules: RuleSet, inputs: RuleInput[], where: 'page' | 'monitor' = 'page'): Effects[] {
  const engine = createRuleEngine(rules, where);
  let memory = emptyMemory();
  return inputs.map((next) => {
    const effects = engine.evaluate(memory, next);
    memory = effects.memory;
    return effects;
  });
}

/** A trigger with this pattern that no limit holds back. */
export function unlimited(pattern: object, more: object = {}): object {
  const limits = { perSession: 1e9, coolDownMs: 0, parallel: 10 };
  return {
    ...{ id: 't', limits, instructions: [{ order: { verb: 'rules' } }], observes: ['network'] },
    ...pattern,
    ...more,
  };
}

/**
 * When the trigger fired, with time going on to `untilAt`, and `looks` at times when nothing may be due. Whoever comes late
 * finds that it has fired as often.
 */
export function firings(rules: RuleSet, inputs: RuleInput[], untilAt: number, looks: number[] = []): number[] {
  const engine = createRuleEngine(rules, 'page');
  const moments: (RuleInput | { at: number })[] = [...inputs, ...[...looks, untilAt].map((at) => ({ at }))];
  moments.sort((one, other) => one.at - other.at);
  const follow = (isPunctual: boolean) => {
    let memory = emptyMemory();
    const fired: number[] = [];
    const take = (effects: Effects, at: number) => {
      // It has to survive a reload.
      memory = restoreMemory(JSON.parse(JSON.stringify(effects.memory)));
      expect(memory).toEqual(effects.memory);
      fired.push(...effects.fired.map(() => at));
    };
    for (const next of moments) {
      for (let due = engine.dueAt(memory); isPunctual && due !== undefined && due <= next.at;) {
        take(engine.advance(memory, due, {}), due);
        due = engine.dueAt(memory);
      }
      take('scope' in next ? engine.evaluate(memory, next) : engine.advance(memory, next.at, {}), next.at);
    }
    return fired;
  };
  const punctual = follow(true);
  expect(follow(false)).toHaveLength(punctual.length);
  return punctual;
}
