import { delayCode, expect, steer, test, type Rules } from './steeredPage.ts';

/** Capabilities of targeting, triggers and limits; each test is named by the ids of what it proves. */
const SEND = [{ order: { verb: 'buffer.send', lastMs: 60_000 } }];
const once = { perSession: 1, coolDownMs: 0 };
const custom = (name: string) => `record.kind == "custom" && record.name == "${name}"`;

test('P15 P17 P37 P64 P16: targeting by user, share, earlier state, page, period and device', async ({ open }) => {
  const rules: Rules = {
    states: [{ id: 'seen', marker: 'seen', exit: 'record.kind == "mark" && record.name == "gone"' }],
    targeting: [
      { id: 'ada', users: ['ada'] },
      { id: 'nobody', share: 0 },
      { id: 'returning', earlierStates: ['seen'] },
      { id: 'shop', pages: ['/shop/*'] },
      { id: 'past', period: { toAt: 1_000 } },
      { id: 'now', period: { fromAt: 1_000 } },
      { id: 'desktops', devices: ['desktop'] },
    ],
    capture: [
      { kinds: ['custom'] },
      { audience: 'ada', kinds: ['console'] },
      { audience: 'nobody', kinds: ['scroll'] },
      { audience: 'returning', kinds: ['mark'] },
      { audience: 'shop', kinds: ['navigation'] },
      { audience: 'past', kinds: ['network'] },
      { audience: 'now', kinds: ['error'] },
      { audience: 'desktops', kinds: ['performance'] },
    ],
  };
  const site = await open(rules);
  const asked = ['console', 'scroll', 'mark', 'navigation', 'network', 'error', 'performance'];
  const kinds = async () => (await site.status()).recording?.kinds.filter((kind) => asked.includes(kind)).sort();
  await expect.poll(kinds).toEqual(['error', 'performance']);
  await site.goTo('/shop/1');
  await expect.poll(kinds).toEqual(['error', 'navigation', 'performance']);
  await site.mark('seen');
  await site.mark('gone');
  await expect.poll(kinds).toEqual(['error', 'mark', 'navigation', 'performance']);
  await site.page.evaluate(() => {
    (window as unknown as { api: { identify(user: string): void } }).api.identify('ada');
  });
  await expect.poll(kinds, { timeout: 30_000 }).toContain('console');
  // Names of users never reach a page.
  expect(await site.page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain('"users"');
});

const PATTERNS: Rules = {
  capture: [{ kinds: ['custom', 'trigger'] }],
  triggers: [
    { id: 'sequence', type: 'sequence', steps: [custom('a'), custom('b')], withinMs: 60_000 },
    { id: 'repeated', type: 'count', when: custom('ask'), times: 3, withinMs: 60_000, by: 'record.data.key' },
    { id: 'error', type: 'match', when: 'record.kind == "error"' },
    { id: 'value', type: 'value', when: custom('cart'), of: 'record.data.total', above: 100 },
    { id: 'absence', type: 'absence', when: custom('ordered'), without: custom('paid'), withinMs: 400 },
    { id: 'score', type: 'score', weights: [{ when: custom('bad'), points: 5 }], halfLifeMs: 60_000, above: 8 },
    { id: 'third', type: 'nth', when: custom('visit'), n: 3 },
    {
      ...{ id: 'combined', type: 'combination', withinMs: 60_000, when: 'angry && !calm' },
      parts: [
        { id: 'angry', type: 'match', when: custom('angry') },
        { id: 'calm', type: 'match', when: custom('calm') },
      ],
    },
  ].map((trigger) => ({ ...trigger, limits: once, instructions: SEND })),
};

test('P18 P22 P20 P19: sequences, repetition, errors, values, absence, score, combination', async ({ open }) => {
  const site = await open(PATTERNS);
  const fired = async () => (await site.status()).recording?.firedTriggers;
  const says = async (...names: string[]) => {
    for (const name of names) await site.track(name);
  };
  await says('b', 'a');
  for (const key of ['one', 'two', 'one', 'two']) await site.track('ask', { key });
  await site.track('cart', { total: 100 });
  await says('bad', 'visit', 'visit', 'calm', 'angry');
  expect(await fired()).toEqual([]);
  await says('b');
  await expect.poll(fired).toEqual(['sequence']);
  await site.track('ask', { key: 'one' });
  await expect.poll(fired).toContain('repeated');
  await site.page.evaluate(() =>
    setTimeout(() => {
      throw new Error('oops');
    }),
  );
  await expect.poll(fired).toContain('error');
  await site.track('cart', { total: 101 });
  await expect.poll(fired).toContain('value');
  await says('ordered');
  await expect.poll(fired).toContain('absence');
  await says('bad', 'visit');
  await expect.poll(fired).toEqual(expect.arrayContaining(['score', 'third']));
  expect(await fired()).not.toContain('combined');
});

test('P21 P23: a capture ends by bytes, time, count or state, or runs in N windows', async ({ open }) => {
  const rules: Rules = { states: [{ id: 'over', marker: 'over' }], capture: [{ kinds: ['custom'] }] };
  const site = await open(rules);
  await delayCode(site.page);
  const kinds = async () => (await site.status()).recording?.kinds;
  const log = (text: string) =>
    site.page.evaluate((line) => {
      console.info(line);
    }, text);
  const capture = (kind: 'console' | 'scroll' | 'error', limits: object) =>
    site.carryOut({ order: { verb: 'capture.start', kinds: [kind] }, limits });
  expect((await capture('console', { maxCount: 2 })).outcome).toBe('armed');
  for (const line of ['one', 'two', 'three']) await log(line);
  await expect.poll(kinds).not.toContain('console');
  await capture('scroll', { untilState: 'over' });
  await expect.poll(kinds).toContain('scroll');
  await site.mark('over');
  await expect.poll(kinds).not.toContain('scroll');
  await capture('scroll', { maxMs: 300 });
  await expect.poll(kinds).not.toContain('scroll');
  await capture('error', { windows: { count: 2, everyMs: 2_000, lengthMs: 1_000 } });
  const seen: boolean[] = [];
  for (let count = 0; count < 40 && !isTwice(seen); count += 1) {
    seen.push((await kinds())?.includes('error') === true);
    await site.page.waitForTimeout(200);
  }
  expect(isTwice(seen)).toBe(true);
  const lines = (await site.everything()).filter(({ kind }) => kind === 'console').map(({ data }) => data['message']);
  expect(lines).toEqual(['one', 'two']);
  // By bytes: the live part of a send.
  expect(
    (await site.carryOut({ order: { verb: 'buffer.send', liveMs: 60_000 }, limits: { maxBytes: 1 } })).outcome,
  ).toBe('armed');
});

/** On, off, on, off. */
function isTwice(seen: readonly boolean[]): boolean {
  const changes = seen.filter((isOn, index) => isOn !== (seen[index - 1] ?? false));
  return changes.length >= 4;
}

test('P10 P24: what one instruction brought in leads to the next, and loops are bounded and visible', async ({
  open,
  api,
}) => {
  const rules: Rules = {
    capture: [{ kinds: ['custom', 'agent'] }],
    limits: { drillDepth: 2 },
    triggers: [
      {
        ...{ id: 'first', type: 'match', when: custom('go'), limits: once },
        instructions: [{ order: { verb: 'image', target: 'h1' } }],
      },
      {
        ...{ id: 'again', type: 'match', when: 'record.kind == "instruction" && record.outcome == "applied"' },
        ...{
          limits: { perSession: 50, coolDownMs: 0 },
          instructions: [{ order: { verb: 'buffer.hold', forMs: 1_000 } }],
        },
      },
    ],
  };
  const site = await open(rules);
  await site.track('go');
  const rows = async () =>
    (await api.instructions(site.sessionId)).map(({ verb, triggerId }) => `${verb} ${triggerId ?? ''}`);
  await expect.poll(rows).toEqual(expect.arrayContaining(['image first', 'buffer.hold again']));
  const records = await site.everything();
  const deepest = Math.max(...records.map(({ data }) => Number(data['depth'] ?? 0)));
  expect(deepest).toBeLessThanOrEqual(3);
  expect(records.some(({ kind, data }) => kind === 'agent' && data['code'] === 'drill_too_deep')).toBe(true);
});

test('P19 P31 P77: instructions address tab and state', async ({ open, api }) => {
  const rules: Rules = { states: [{ id: 'checkout', url: '/checkout' }], capture: [{ kinds: ['custom'] }] };
  const site = await open(rules);
  const message = { verb: 'assist.message', title: 'At the till', text: 'Hello' } as const;
  await site.order({ order: message }, { state: 'checkout' });
  await site.page.waitForTimeout(1_000);
  await expect(site.page.getByRole('dialog')).toHaveCount(0);
  await site.goTo('/checkout');
  await expect(site.page.getByRole('dialog')).toContainText('At the till');
  const other = steer({ ...site, api });
  expect(other.sessionId).toBe(site.sessionId);
});
