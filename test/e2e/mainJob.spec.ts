import { expect, test } from './fixtures.ts';
import { createShop } from './shop.ts';

test('three refused payments: help is offered, and the minutes before are there to be replayed', async ({
  page,
  shopUrl,
  api,
}) => {
  const shop = createShop(page, shopUrl);
  await shop.open();
  await shop.putIntoCart(/kettle/i);
  await shop.goToPayment();
  const sessionId = await shop.sessionId();
  for (let attempt = 0; attempt < 3; attempt += 1) await shop.pay('refused');

  await expect(page.getByRole('dialog')).toContainText(/payment/i);

  const records = await api.recordsWhen(sessionId, 'the three minutes and an image', (all) => {
    const hasRefusals = all.filter(({ kind, data }) => kind === 'network' && data['status'] === 402).length >= 3;
    return hasRefusals && all.some(({ kind }) => kind === 'tile') && all.some(({ kind }) => kind === 'assist');
  });

  const thirdRefusal = records.filter(({ kind, data }) => kind === 'network' && data['status'] === 402)[2];
  if (thirdRefusal === undefined) throw new Error('no third refusal');
  const before = records.filter(({ correctedAt }) => correctedAt < thirdRefusal.correctedAt);
  expect(before.filter(({ kind }) => kind === 'pointer').length).toBeGreaterThan(3);
  expect(before.some(({ kind, data }) => kind === 'custom' && data['name'] === 'cart.add')).toBe(true);
  expect(before.some(({ kind, data }) => kind === 'mark' && data['name'] === 'checkout.payment')).toBe(true);
  expect(before.some(({ kind, data }) => kind === 'state' && data['state'] === 'checkout')).toBe(true);

  for (const pageId of new Set(records.map((record) => record.pageId))) {
    const dom = records.filter((record) => record.pageId === pageId && record.kind === 'dom');
    // Every page that has DOM records begins with a checkpoint, so that replay can start.
    if (dom.length > 0) expect(dom[0]?.data['checkpoint']).toBe(true);
  }
  const detail = await api.session(sessionId);
  expect(detail.pages.flatMap(({ gaps }) => gaps)).toEqual([]);
  expect(detail.session.firedTriggers).toContain('payment-refused');
  const verbs = detail.instructions.map(({ verb }) => verb).sort();
  expect(verbs).toEqual(expect.arrayContaining(['assist.message', 'image', 'buffer.send']));
});

test('nothing but a summary leaves the page before somebody asks', async ({ page, shopUrl, api }) => {
  const uploads: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/v1/segments')) uploads.push(request.url());
  });
  const shop = createShop(page, shopUrl);
  await shop.open();
  await shop.putIntoCart(/kettle/i);
  const sessionId = await shop.sessionId();
  // Some of them when the page's agent is there for sure.
  for (let count = 0; count < 6; count += 1) {
    await page.mouse.click(3, 3);
    await page.waitForTimeout(500);
  }
  const { session } = await api.sessionWhen(sessionId, 'a summary that counts', ({ summaries }) =>
    summaries.some(({ counts }) => (counts['pointer'] ?? 0) > 0),
  );
  expect(uploads).toEqual([]);
  expect(session.archivedRecordCount).toBe(0);
});

test('what was typed never leaves the page', async ({ page, shopUrl, api }) => {
  const bodies: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/v1/')) bodies.push(request.url(), request.postData() ?? '');
  });
  const shop = createShop(page, shopUrl);
  await shop.open();
  await shop.putIntoCart(/kettle/i);
  await shop.goToPayment();
  const sessionId = await shop.sessionId();
  for (let attempt = 0; attempt < 3; attempt += 1) await shop.pay('refused');
  const records = await api.recordsWhen(sessionId, 'the records', (all) => all.some(({ kind }) => kind === 'tile'));
  const everything = JSON.stringify(records) + bodies.join('\n') + JSON.stringify(await api.session(sessionId));
  const secrets = [
    'Brewster',
    'grace.hopper',
    'Constitution',
    'Lovelace',
    '09/39',
    '4000 0000 0000 0002',
    '4000000000000002',
  ];
  expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
});
