import { readFileSync } from 'node:fs';
import { createRuleEngine, emptyMemory, type Effects, type RuleInput } from 'rewindow/rules';
import { RuleSetSource } from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compileRuleSet } from '../../../monitor/src/rules/compile.ts';

const TEXT = readFileSync(new URL('../../../demo/rules.json', import.meta.url), 'utf8');
const SCOPE = { session: {}, page: {} };

function input(kind: RuleInput['kind'], at: number, fields: object): RuleInput {
  return { kind, at, scope: { ...SCOPE, record: { kind, at, ...fields } } };
}

const enter = (path: string) => input('navigation', 0, { path, type: 'load' });
const payment = (at: number, status = 402) => input('network', at, { path: '/demo/api/payment', status });

function evaluateAll(inputs: RuleInput[]): Effects[] {
  const compiled = compileRuleSet(TEXT);
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  const engine = createRuleEngine(compiled.rules, 'page');
  let memory = emptyMemory();
  return inputs.map((next) => {
    const effects = engine.evaluate(memory, next);
    memory = effects.memory;
    return effects;
  });
}

describe('the demo’s rule set', () => {
  it('is a rule set as operators write them', () => {
    expect(v.safeParse(RuleSetSource, JSON.parse(TEXT)).success).toBe(true);
  });

  it.each(['/demo/shop/checkout', '/demo/spa/checkout/payment'])('knows %s as the checkout', (path) => {
    expect(evaluateAll([enter(path)])[0]?.entered).toEqual(['checkout']);
  });

  it('fires at the third refusal within two minutes: send, image, offer of help', () => {
    const effects = evaluateAll([enter('/demo/shop/checkout/payment'), payment(1), payment(60_000), payment(120_000)]);
    expect(effects.map(({ fired }) => fired.length)).toEqual([0, 0, 0, 1]);
    const orders = effects.at(-1)?.fired[0]?.instructions.map(({ order }) => order);
    expect(orders?.map(({ verb }) => verb)).toEqual(['buffer.send', 'image', 'assist.message']);
    expect(orders?.[0]).toMatchObject({ lastMs: 180_000, liveMs: 60_000 });
  });

  it('stays silent for two refusals, for slow ones, and for payments that are accepted or broken', () => {
    const start = enter('/demo/spa/checkout/payment');
    const silent = [
      [start, payment(1), payment(2)],
      [start, payment(1), payment(61_000), payment(121_002)],
      [start, payment(1), payment(2), payment(3, 200), payment(4, 500)],
    ];
    for (const inputs of silent) expect(evaluateAll(inputs).flatMap(({ fired }) => fired)).toEqual([]);
  });

  it('asks for an image when the payment is reached and after each refusal', () => {
    const mark = input('mark', 1, { name: 'checkout.payment' });
    const effects = evaluateAll([enter('/demo/shop/checkout/payment'), mark, payment(5_000), payment(10_000)]);
    expect(effects.map(({ screens }) => screens.map(({ id }) => id))).toEqual([
      [],
      ['payment-step'],
      ['payment-refused'],
      ['payment-refused'],
    ]);
  });
});
