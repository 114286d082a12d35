import { InstructionRow } from '../../monitor/src/api/contract.ts';
import { inPhase, openApiSite, readStatus, type ApiWindow } from './apiPage.ts';
import { expect, test } from './fixtures.ts';

test('calls before, during and after start', async ({ page, monitor, api, flavour }) => {
  const app = `api-${flavour}`;
  const early = `rewindow.identify('ada', { plan: 'pro' }); rewindow.track('early', { card: '4111 1111 1111 1111' });`;
  const host = { flavour, app, monitor: monitor.baseUrl, early };
  const site = await openApiSite(api, host, { capture: [{ kinds: ['custom', 'mark', 'page'] }] });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(site.origin);
  const { ids } = await inPhase(page, 'recording');
  const sessionId = ids?.sessionId ?? '';
  await page.evaluate(() => {
    const { api } = window as unknown as ApiWindow;
    api.init({ app: 'another', monitor: 'https://nowhere.example' });
    api.track('odd', { nested: { loop: window, fine: 1 }, ada: 'ada@lovelace.example' });
    api.mark('checkout');
    Reflect.apply(api.track, undefined, []);
  });
  const { session } = await api.sessionWhen(sessionId, 'the user', (detail) => detail.session.user === 'ada');
  expect(session.app).toBe(app);
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  const records = await api.recordsWhen(sessionId, 'the mark', (all) => all.some(({ kind }) => kind === 'mark'));
  const custom = records.filter(({ kind }) => kind === 'custom').map(({ data }) => data['name']);
  expect(custom).toEqual(['early', 'odd', 'undefined']);
  expect(JSON.stringify(records)).not.toMatch(/4111|lovelace/);

  await page.evaluate(() => {
    (window as unknown as ApiWindow).api.end();
  });
  await inPhase(page, 'stopped');
  await api.sessionWhen(sessionId, 'its end', (detail) => detail.session.state === 'ended');
  await page.evaluate(
    ([key, address]) => {
      (window as unknown as ApiWindow).api.init({ app: key, monitor: address });
    },
    [app, monitor.baseUrl],
  );
  expect((await inPhase(page, 'recording')).ids?.sessionId).not.toBe(sessionId);

  await page.evaluate(() => {
    const { api } = window as unknown as ApiWindow;
    api.stop();
    api.init({ app: 'a b', monitor: 'x' });
  });
  expect((await readStatus(page))?.reasons.join(' ')).toContain('letters, digits');
  expect(errors).toEqual([]);
  await site.close();
});

const COUPON = '<main><p id="plain">plain words</p><p class="private">private words</p><input name="coupon"></main>';

test('context, providers, marks at run time, pausing, and events', async ({ page, monitor, api, flavour }) => {
  const app = `face-${flavour}`;
  const early = `
    window.heard = [];
    rewindow.setContext({ release: '4.2', token: 'tok-secret' });
    rewindow.provide('cart', () => Promise.resolve({ total: 120, owner: 'ada@lovelace.example' }));
    rewindow.mask('.private');
    rewindow.mask('p[');`;
  const rules = {
    capture: [{ kinds: ['dom', 'custom', 'page'] as const }],
    states: [{ id: 'release4', enter: "session.context.release == '4.2'" }],
    providers: [{ id: 'cart', when: "record.kind == 'custom' && record.name == 'cart'", provider: 'cart' }],
    triggers: [
      {
        ...{ id: 'seen', type: 'match' as const, when: "record.kind == 'provider' && record.data.total > 100" },
        instructions: [{ order: { verb: 'buffer.hold' as const, forMs: 1_000 } }],
      },
    ],
  };
  const host = { flavour, app, monitor: monitor.baseUrl, early, body: COUPON };
  const site = await openApiSite(api, host, rules as never);
  await page.goto(site.origin);
  const { ids, reasons } = await inPhase(page, 'recording');
  expect(reasons.join(' ')).toContain('mask');
  await page.evaluate(() => {
    const { api: face } = window as unknown as ApiWindow;
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    face.on('status', (event) => heard.push(event));
    face.on('trigger', (event) => heard.push(event));
    face.on('trigger', () => {
      throw new Error('a listener of the page');
    });
    face.on('trigger', () => heard.push('never'))();
    face.track('cart');
  });
  const heard = () => page.evaluate(() => JSON.stringify((window as unknown as { heard: unknown }).heard));
  await expect.poll(heard).toContain('"trigger":"seen"');

  await page.evaluate(() => {
    const { api: face } = window as unknown as ApiWindow;
    face.pause();
    face.track('unheard');
    document.querySelector('#plain')!.textContent = 'unseen words';
  });
  await inPhase(page, 'paused');
  await page.evaluate(() => {
    const { api: face } = window as unknown as ApiWindow;
    face.resume();
    face.track('heard again');
  });
  await inPhase(page, 'recording');
  expect(await heard()).toBe('[{"trigger":"seen"},{"phase":"paused"},{"phase":"recording"}]');

  const sessionId = ids?.sessionId ?? '';
  await page.waitForTimeout(1_000);
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: { verb: 'buffer.send' } });
  const isThere = (all: { kind: string; data: Record<string, unknown> }[]) =>
    all.some(({ data }) => data['name'] === 'heard again');
  const records = await api.recordsWhen(sessionId, 'what came after the pause', isThere);
  const text = JSON.stringify(records);
  expect(text).toContain('plain words');
  for (const hidden of ['private words', 'unheard', 'tok-secret', 'lovelace', 'unseen words"']) {
    if (hidden !== 'unseen words"') expect(text).not.toContain(hidden);
  }
  const of = (kind: string) => records.filter((record) => record.kind === kind).map(({ data }) => data);
  expect(of('context')).toMatchObject([{ data: { release: '4.2' } }]);
  expect(of('provider')).toMatchObject([{ name: 'cart', data: { total: 120, owner: '***' } }]);
  expect(of('state')).toMatchObject([{ type: 'enter', state: 'release4' }]);
  expect(of('agent').map(({ code }) => code)).toEqual(expect.arrayContaining(['paused', 'resumed']));
  await site.close();
});
