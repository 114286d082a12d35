import { inPhase } from '../apiPage.ts';
import { expect, namesOf, steer, test, type Rules } from './steeredPage.ts';

/** Capabilities of the feedback channel; each test is named by the ids of what it proves. */
const RULES: Rules = { capture: [{ kinds: ['dom', 'custom', 'console', 'navigation'] }] };

/** The worker sees such a link. */
const onLink = (link: Record<string, unknown>) => `Object.defineProperty(navigator, 'connection', {
  value: Object.assign(new EventTarget(), ${JSON.stringify(link)}),
});`;

test('P9 P63: the agent asks once at load, keeps listening, and hears at once', async ({ open }) => {
  const site = await open(RULES);
  const asked: string[] = [];
  site.page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.startsWith('/v1/feedback')) asked.push(`${pathname} ${searchParams.get('waitMs') ?? ''}`);
  });
  await site.page.reload();
  await inPhase(site.page, 'recording');
  const word = await site.carryOut({ order: { verb: 'buffer.hold', forMs: 1_000 } });
  expect(word.outcome).toBe('applied');
  expect(asked[0]).toBe('/v1/feedback 0');
  // One question at load, then one connection: what is heard costs no further question in a stream.
  expect(asked.filter((question) => question.endsWith(' 0'))).toHaveLength(1);
});

test('P44: an instruction carries its own content', async ({ open }) => {
  const site = await open(RULES);
  const text = 'A text that no build of the page knows: <b>4711</b>';
  await site.order({ order: { verb: 'assist.message', title: 'From the monitor', text } });
  await expect(site.page.getByRole('dialog')).toContainText(text);
  await site.carryOut({ order: { verb: 'assist.close' } });
  await expect(site.page.getByRole('dialog')).toHaveCount(0);
});

test('P67 P70 P71: on a link that costs, what is asked for waits, is made lighter, or is given up', async ({
  open,
}) => {
  const costly = (cellular: string): Rules => ({ ...RULES, link: { cellular } });
  const workerHead = onLink({ type: 'cellular', effectiveType: '4g', saveData: false });
  const site = await open(costly('hold'), { workerHead });
  await site.track('on the road');
  const held = await site.order({ order: { verb: 'buffer.send' } });
  await site.outcome(held);
  await expect
    .poll(async () => (await site.status()).recording?.store.link)
    .toMatchObject({ action: 'hold', causes: ['cellular'] });
  expect(await site.records()).toEqual([]);
  await site.publish(costly('reduce'));
  const light = await site.recordsWhen('what is light', (all) => namesOf(all).includes('on the road'));
  expect(light.some(({ kind }) => kind === 'dom')).toBe(false);
  await site.publish(costly('drop'));
  await site.track('given up');
  const refused = await site.carryOut({ order: { verb: 'buffer.send' } });
  expect(refused).toMatchObject({ outcome: 'failed', code: 'link_refused' });
  await site.publish(costly('send'));
  const all = await site.everything();
  expect(namesOf(all)).toContain('given up');
  await site.recordsWhen('the rest', (records) => records.some(({ kind }) => kind === 'dom'));
});

test('P66 L15: work is done in the worker, and nothing of it is sent unasked', async ({ open }) => {
  const site = await open(RULES);
  const bodies: string[] = [];
  site.page.on('request', (request) => {
    if (request.method() === 'POST') bodies.push(new URL(request.url()).pathname);
  });
  expect(site.page.workers()).toHaveLength(1);
  for (let count = 0; count < 20; count += 1) await site.track(`fact ${String(count)}`);
  await site.page.waitForTimeout(2_000);
  expect((await site.status()).recording?.worker).not.toBe('main');
  expect(bodies.filter((path) => path.includes('segments'))).toEqual([]);
});

test('P75 L14 L40: an intermittent network: kept, sent later, and the caller learns of failures', async ({
  open,
  api,
}) => {
  const site = await open(RULES);
  await site.track('online');
  await site.order({ order: { verb: 'buffer.send', liveMs: 600_000 } });
  await site.recordsWhen('the first', (all) => namesOf(all).includes('online'));
  await site.context.setOffline(true);
  for (let count = 0; count < 5; count += 1) await site.track(`offline ${String(count)}`);
  const outbox = async () => (await site.status()).recording?.store.outbox;
  await expect.poll(async () => (await outbox())?.failureCount, { timeout: 30_000 }).toBeGreaterThan(0);
  expect((await outbox())?.lastError).toBeTruthy();
  await site.context.setOffline(false);
  await site.recordsWhen('all of it', (all) => namesOf(all).includes('offline 4'));
  const { pages } = await api.session(site.sessionId);
  expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
});

test('P9: every tab hears, each instruction is carried out once, over a reload, too', async ({ open, api }) => {
  const site = await open(RULES);
  const page = await site.context.newPage();
  await page.goto(site.origin);
  await inPhase(page, 'recording');
  const id = await site.order({ order: { verb: 'assist.message', title: 'Once', text: 'only' } });
  await site.outcome(id);
  await page.reload();
  await inPhase(page, 'recording');
  await steer({ ...site, page, api }).carryOut({ order: { verb: 'buffer.hold', forMs: 1_000 } });
  const row = (await api.instructions(site.sessionId)).find((known) => known.id === id);
  expect(row?.acknowledgements).toHaveLength(1);
});

test('P69: the kill switch survives a reload, and is taken back', async ({ open }) => {
  const site = await open(RULES);
  await site.order({ order: { verb: 'agent.disable' } });
  await inPhase(site.page, 'disabled');
  const files: string[] = [];
  site.page.on('request', (request) => files.push(new URL(request.url()).pathname));
  await site.page.reload();
  await inPhase(site.page, 'disabled');
  expect((await site.status()).reasons.join(' ')).toContain('switched off');
  expect(files.filter((file) => /recorder|worker/.test(file))).toEqual([]);
  await site.order({ order: { verb: 'agent.enable' } });
  await site.page.reload();
  await inPhase(site.page, 'recording');
});

test('P72: an instruction ends the session; what the user does next begins another', async ({ open }) => {
  const site = await open(RULES);
  await site.order({ order: { verb: 'session.end' } });
  await expect
    .poll(async () => {
      await site.page.mouse.click(5, 5);
      const { ids } = (await site.status()) as { ids?: { sessionId: string } };
      return ids !== undefined && ids.sessionId !== site.sessionId;
    })
    .toBe(true);
});
