import {
  AdoptionReply,
  InstructionRow,
  PublishReply,
  RulesReply,
  RuleCheckReply,
} from '../../monitor/src/api/contract.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { expect, test } from './fixtures.ts';
import { createShop } from './shop.ts';

/** Publishes for the time of a test, then gives the demo's own rule set back. */
async function withRules<T>(api: ConsoleApi, rules: object, act: (hash: string) => Promise<T>): Promise<T> {
  const before = await api.request('/v1/apps/demo/rules', RulesReply);
  const { hash } = await publish(api, JSON.stringify({ version: 1, name: 'test', ...rules }, null, 2));
  try {
    return await act(hash);
  } finally {
    await publish(api, before.current?.text ?? '');
  }
}

function publish(api: ConsoleApi, text: string) {
  return api.post('/v1/apps/demo/rules', PublishReply, { text });
}

async function adoptionOf(api: ConsoleApi, sessionId: string) {
  const { agents } = await api.request('/v1/apps/demo/rules/adoption', AdoptionReply);
  return agents.filter((agent) => agent.sessionId === sessionId).map(({ outcome }) => outcome);
}

test('rules are swapped in a running page, and acknowledged', async ({ page, shopUrl, api }) => {
  const shop = createShop(page, shopUrl);
  await shop.open();
  const sessionId = await shop.sessionId();
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  const rules = {
    capture: [{ kinds: ['console'] }],
    triggers: [
      {
        ...{ id: 'shelf', type: 'match', when: 'record.kind == "console" && record.message.contains("swapped in")' },
        instructions: [
          { order: { verb: 'buffer.send', lastMs: 60_000 } },
          { order: { verb: 'assist.message', title: 'Rules have changed', text: 'without a reload' } },
        ],
      },
    ],
  };
  await withRules(api, rules, async () => {
    await expect.poll(() => adoptionOf(api, sessionId)).toContain('applied');
    await page.evaluate(() => {
      console.info('swapped in');
    });
    await expect(page.getByRole('dialog')).toContainText('without a reload');
    await api.recordsWhen(sessionId, 'the console line', (all) =>
      all.some(({ kind, data }) => kind === 'console' && String(data['message']).includes('swapped in')),
    );
  });
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
});

test('a page without rules is dormant: no recorder, no worker, nothing stored', async ({ browser, shopUrl, api }) => {
  await withRules(api, {}, async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const files: string[] = [];
    page.on('request', (request) => files.push(new URL(request.url()).pathname));
    const shop = createShop(page, shopUrl);
    await shop.open();
    await shop.sessionId();
    await page.waitForTimeout(1_500);
    expect(files.some((file) => /recorder|worker/.test(file))).toBe(false);
    expect(page.workers()).toEqual([]);
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    await context.close();
  });
});

test('a rule set that does not compile is refused with line and column; the running one stays', async ({ api }) => {
  const text =
    '{\n  "version": 1,\n  "name": "bad",\n  "capture": [],\n  "triggers": [{ "id": "t", "type": "match",\n    "when": "record.nonsense == 1",\n    "instructions": [{ "order": { "verb": "buffer.send" } }] }]\n}';
  const check = await api.post('/v1/apps/demo/rules/check', RuleCheckReply, { text });
  expect(check.valid).toBe(false);
  expect(check.problems[0]).toMatchObject({ line: 6 });
  expect(check.problems[0]?.column).toBeGreaterThan(13);
  await expect(publish(api, text)).rejects.toThrow(/422.*rule_set_invalid/s);
  expect((await api.request('/v1/apps/demo/rules', RulesReply)).current?.source?.name).not.toBe('bad');
});

test('hold, drop, image, capture and message are carried out and acknowledged', async ({ page, shopUrl, api }) => {
  const shop = createShop(page, shopUrl);
  await shop.open();
  const sessionId = await shop.sessionId();
  await api.sessionWhen(sessionId, 'the summary');
  const orders = [
    { order: { verb: 'buffer.hold', forMs: 60_000 } },
    { order: { verb: 'image', target: 'h1' } },
    { order: { verb: 'capture.start', kinds: ['scroll'] }, limits: { maxMs: 5_000 } },
    { order: { verb: 'assist.message', title: 'Hello', text: '<img src=x onerror=alert(1)>' } },
    { order: { verb: 'buffer.drop', olderThanMs: 0 } },
    { order: { verb: 'image', target: '#not-there' } },
  ];
  for (const order of orders) {
    await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, order);
  }
  const outcomes = async () => {
    const rows = await api.instructions(sessionId);
    return rows.map(({ verb, acknowledgements }) => `${verb} ${acknowledgements[0]?.outcome ?? 'silent'}`).sort();
  };
  await expect
    .poll(outcomes)
    .toEqual([
      'assist.message applied',
      'buffer.drop applied',
      'buffer.hold applied',
      'capture.start armed',
      'image applied',
      'image failed',
    ]);
  await expect(page.getByRole('dialog')).toContainText('<img src=x');
  await api.recordsWhen(sessionId, 'the image of the heading', (all) =>
    all.some(({ kind, data }) => kind === 'tile' && data['target'] === 'h1'),
  );
});
