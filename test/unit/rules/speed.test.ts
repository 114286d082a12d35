import { createRuleEngine, emptyMemory } from 'rewindow/rules';
import { expect, it } from 'vitest';
import { SEND, input, ruleSet } from './builders.ts';

const RECORD_COUNT = 20_000;
const RULE_COUNT = 20;

/** Prints a figure to watch; how fast the machine is decides no test. */
it('evaluates many rules over many records', () => {
  const triggers = Array.from({ length: RULE_COUNT }, (_, index) => ({
    type: 'count',
    id: `t${String(index)}`,
    when: ['and', ['==', ['get', 'record', 'kind'], 'network'], ['>=', ['get', 'record', 'status'], 400 + index]],
    times: 1_000,
    withinMs: 60_000,
    limits: { perSession: 1_000, coolDownMs: 0 },
    instructions: SEND,
    observes: ['network'],
  }));
  const engine = createRuleEngine(ruleSet({ triggers }), 'page');
  let memory = emptyMemory();
  let firedCount = 0;
  const startedAt = performance.now();
  for (let at = 0; at < RECORD_COUNT; at += 1) {
    const effects = engine.evaluate(memory, input('network', at, { status: at % 100 === 0 ? 500 : 200 }));
    memory = effects.memory;
    firedCount += effects.fired.length;
  }
  const microseconds = ((performance.now() - startedAt) * 1_000) / RECORD_COUNT / RULE_COUNT;
  console.info(`${microseconds.toFixed(2)} µs per record and rule`);
  expect(firedCount).toBe(0);
  expect(Object.keys(memory.triggers)).toHaveLength(RULE_COUNT);
});
