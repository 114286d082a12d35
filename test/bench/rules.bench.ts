import { join } from 'node:path';
import { test as bench, type Page } from '@playwright/test';
import * as v from 'valibot';
import { RuleSet } from '../../src/wire/index.ts';
import { median, say, span, times } from './figures.ts';

const RULE_COUNT = 100;
const RECORD_COUNT = 20_000;
const ROUND_COUNT = 7;
/** What the engine may take of the main thread, per record and rule. */
const PROMISED_US = 2;
const NPM = join(import.meta.dirname, '../../dist/npm');

const field = (name: string) => ['get', 'record', name];
const isKind = (kind: string) => ['==', field('kind'), kind];
const failed = (status: number) => ['and', isKind('network'), ['>=', field('status'), status]];
const clicked = (text: string) => ['and', isKind('pointer'), ['contains', field('label'), text]];
const shop = ['and', isKind('navigation'), ['like', field('path'), '/shop/*/item']];

/** The patterns, as they take turns in a rule set. */
const PATTERNS: { pattern: object; observes: string[] }[] = [
  { pattern: { type: 'match', when: failed(500) }, observes: ['network'] },
  { pattern: { type: 'match', when: shop }, observes: ['navigation'] },
  {
    pattern: { type: 'count', when: failed(400), times: 3, withinMs: 60_000, by: field('path') },
    observes: ['network'],
  },
  { pattern: { type: 'value', when: isKind('network'), of: field('durationMs'), above: 900 }, observes: ['network'] },
  { pattern: { type: 'match', when: clicked('Pay') }, observes: ['pointer'] },
  {
    pattern: { type: 'sequence', steps: [shop, clicked('Pay'), failed(400)], withinMs: 60_000 },
    observes: ['navigation', 'pointer', 'network'],
  },
  {
    pattern: { type: 'absence', when: clicked('Pay'), without: shop, withinMs: 30_000 },
    observes: ['pointer', 'navigation'],
  },
  { pattern: { type: 'recurrence', when: failed(500), everyMs: 180_000 }, observes: ['network'] },
  {
    pattern: {
      type: 'score',
      weights: [
        { when: failed(400), points: 2 },
        { when: clicked('Back'), points: 1 },
      ],
      halfLifeMs: 60_000,
      above: 10,
    },
    observes: ['network', 'pointer'],
  },
  { pattern: { type: 'nth', when: clicked('Pay'), n: 10, repeats: true }, observes: ['pointer'] },
];
const KINDS = ['network', 'pointer', 'navigation'];

bench(`Rules: cost of ${String(RULE_COUNT)} rules, per record and rule, on the main thread`, async ({ page }) => {
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith('/npm/')) return route.fulfill({ path: join(NPM, pathname.slice('/npm/'.length)) });
    return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Rules</title>' });
  });
  await page.goto('http://rules.test/');
  await page.addScriptTag({ type: 'module', content: "import * as rules from '/npm/rules.js'; window.rules = rules;" });
  await page.waitForFunction('window.rules !== undefined');
  say('', 'per record', 'record and rule', 'of 2 µs', 'least – most');
  await measure(page, 'of several kinds, by kind of record', false);
  await measure(page, 'each asked for each record', true);
});

async function measure(page: Page, label: string, isAsked: boolean): Promise<void> {
  const triggers = Array.from({ length: RULE_COUNT }, (_, index) => {
    const { pattern, observes } = PATTERNS[index % PATTERNS.length] ?? { pattern: {}, observes: [] };
    return {
      ...{ ...pattern, id: `t${String(index)}`, where: 'page', observes: isAsked ? KINDS : observes },
      instructions: [{ order: { verb: 'buffer.send', lastMs: 60_000 } }],
    };
  });
  const rules: unknown = v.parse(RuleSet, { version: 1, name: 'bench', triggers });
  const costs: number[] = [];
  for (let round = 0; round < ROUND_COUNT; round += 1) {
    costs.push(await page.evaluate(evaluateMany, { rules, recordCount: RECORD_COUNT }));
  }
  const print = (us: number) => `${us.toFixed(us < 10 ? 2 : 0)} µs`;
  const perRule = costs.map((us) => us / RULE_COUNT);
  const middle = median(perRule);
  say(label, print(median(costs)), print(middle), times(middle / PROMISED_US), span(perRule, print));
}

interface RulesOfPage {
  rules: typeof import('../../src/rules/index.ts');
}

/** Microseconds per record; runs in the page. */
function evaluateMany({ rules, recordCount }: { rules: unknown; recordCount: number }): number {
  const { createRuleEngine, createRuleInput, emptyMemory } = (window as unknown as RulesOfPage).rules;
  const engine = createRuleEngine(rules as RuleSet, 'page');
  const surroundings = {
    session: { startedAt: 0 },
    page: { url: 'https://shop.test/', path: '/' },
    audiences: new Set<string>(),
  };
  const labels = ['Pay', 'Back', 'More', 'Add to cart'];
  let memory = emptyMemory();
  const startedAt = performance.now();
  for (let index = 0; index < recordCount; index += 1) {
    const at = 1e12 + index * 50;
    const data = [
      {
        api: 'fetch',
        method: 'GET',
        path: `/api/${String(index % 9)}`,
        status: index % 50 === 0 ? 500 : 200,
        durationMs: index % 1_000,
      },
      { type: 'click', selector: '#a', label: labels[index % 4], x: 1, y: 2, trusted: true },
      {
        type: 'push',
        url: 'https://shop.test/shop/3/item',
        path: `/shop/${String(index % 7)}/${index % 20 === 0 ? 'item' : 'list'}`,
      },
    ][index % 3];
    const kind = (['network', 'pointer', 'navigation'] as const)[index % 3];
    const capture = { kind, at, data } as unknown as Parameters<typeof createRuleInput>[0];
    memory = engine.evaluate(memory, createRuleInput(capture, surroundings)).memory;
  }
  return ((performance.now() - startedAt) * 1_000) / recordCount;
}
