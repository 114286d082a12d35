import { inPhase } from '../apiPage.ts';
import { delayCode, expect, namesOf, test, type Rules } from './steeredPage.ts';

/** Capabilities of the rules; each test is named by the ids of what it proves. */
const SEND = [{ order: { verb: 'buffer.send', lastMs: 60_000 } }];
const once = { perSession: 1, coolDownMs: 0 };
const custom = (name: string) => `record.kind == "custom" && record.name == "${name}"`;

test('P47 P56: asleep until a rule says otherwise, and asleep again', async ({ open }) => {
  const site = await open({}, { phase: 'dormant' });
  const files: string[] = [];
  site.page.on('request', (request) => files.push(new URL(request.url()).pathname));
  await site.page.reload();
  await inPhase(site.page, 'dormant');
  expect(files.filter((file) => /recorder|worker/.test(file))).toEqual([]);
  expect(site.page.workers()).toEqual([]);
  expect(await site.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await site.publish({ capture: [{ kinds: ['custom'] }] });
  await inPhase(site.page, 'recording');
  await site.track('awake');
  expect(namesOf(await site.everything())).toContain('awake');
  await site.publish({});
  await inPhase(site.page, 'dormant');
});

const STATES: Rules = {
  states: [
    { id: 'checkout', url: '/checkout*' },
    { id: 'payment', within: 'checkout', marker: 'payment' },
    { id: 'dialogue', element: '#dialogue' },
    { id: 'lingering', enter: custom('sit down'), exit: custom('get up'), dwellMs: 300 },
  ],
  capture: [
    { kinds: ['custom', 'mark', 'navigation'] },
    { state: 'checkout', kinds: ['console'] },
    { state: 'payment', kinds: ['scroll'] },
  ],
};

test('P48 P11: states are entered and left by events, nested and parallel; capture differs per state', async ({
  open,
}) => {
  const site = await open(STATES);
  const inStates = async () => (await site.status()).recording?.states.sort();
  const kinds = async () => (await site.status()).recording?.kinds;
  const log = (text: string) =>
    site.page.evaluate((line) => {
      console.info(line);
    }, text);
  await log('outside');
  await site.goTo('/checkout/1');
  await expect.poll(inStates).toEqual(['checkout']);
  await log('inside');
  await site.mark('payment');
  await expect.poll(inStates).toEqual(['checkout', 'payment']);
  expect(await kinds()).toEqual(expect.arrayContaining(['console', 'scroll']));
  await site.page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<p id="dialogue">Hello</p>');
  });
  await expect.poll(inStates).toEqual(['checkout', 'dialogue', 'payment']);
  await site.track('sit down');
  await expect.poll(inStates).toContain('lingering');
  await site.goTo('/elsewhere');
  await expect.poll(inStates).toEqual(['dialogue', 'lingering']);
  expect(await kinds()).not.toContain('console');
  await site.page.evaluate(() => document.querySelector('#dialogue')?.remove());
  await site.track('get up');
  await expect.poll(inStates).toEqual([]);
  await log('outside again');
  const lines = (await site.everything()).filter(({ kind }) => kind === 'console').map(({ data }) => data['message']);
  expect(lines).toEqual(['inside']);
});

const FORM = `<form><input name="city" data-rewindow-unmask><input name="street" data-rewindow-unmask></form>`;

test('P49: which client events, down to single fields', async ({ open }) => {
  const rules = { capture: [{ kinds: ['input'], fields: ['city'] }] };
  const site = await open(rules, { body: FORM });
  await site.page.locator('[name=city]').fill('Zurich');
  await site.page.locator('[name=street]').fill('Langstrasse');
  await site.page.locator('[name=street]').blur();
  await expect.poll(async () => JSON.stringify(await site.everything())).toContain('Zurich');
  const records = await site.records();
  expect(JSON.stringify(records)).not.toContain('Langstrasse');
  expect(records.some(({ kind }) => kind === 'dom' || kind === 'custom' || kind === 'pointer')).toBe(false);
});

test('P51: which screen portions, on which occasions, how often', async ({ open }) => {
  const rules: Rules = {
    capture: [{ kinds: ['custom'] }],
    screen: [
      { id: 'box', when: custom('look'), target: '#box', quality: 0.3, minIntervalMs: 0, maxCount: 2 },
      { id: 'never', when: custom('nothing'), target: 'viewport' },
    ],
  };
  const body = '<p id="box" style="width:120px;height:40px;background:teal">0</p>';
  const site = await open(rules, { body });
  const images = async () => (await site.everything()).filter(({ kind }) => kind === 'tile');
  for (const count of [1, 2, 3]) {
    await site.page.locator('#box').evaluate((box, text) => (box.textContent = text), String(count));
    await site.track('look');
    if (count <= 2) await expect.poll(async () => (await images()).length).toBe(count);
  }
  await site.page.waitForTimeout(1_000);
  const all = await images();
  expect(all.map(({ data }) => [data['target'], data['cause']])).toEqual([
    ['#box', 'box'],
    ['#box', 'box'],
  ]);
});

test('P53 P57: records are forwarded by value and by state, on request, or never', async ({ open }) => {
  const rules: Rules = {
    states: [{ id: 'checkout', url: '/checkout*' }],
    capture: [{ kinds: ['custom', 'console', 'navigation', 'mark'] }],
    forward: [
      { kinds: ['custom'], when: `${custom('order')} && record.data.total > 100`, mode: 'live' },
      { state: 'checkout', kinds: ['mark'], mode: 'live', lastMs: 60_000 },
      { kinds: ['console'], mode: 'never' },
    ],
  };
  const site = await open(rules);
  await site.page.evaluate(() => {
    console.info('never');
  });
  await site.track('order', { total: 50 });
  await site.track('order', { total: 500 });
  const sent = await site.recordsWhen('the large order', (all) => all.length > 0);
  expect(sent.map(({ kind, data }) => [kind, data['data']])).toEqual([['custom', { total: 500 }]]);
  await site.mark('before');
  await site.goTo('/checkout');
  await site.mark('inside');
  const marks = await site.recordsWhen('the marks', (all) => namesOf(all, 'mark').length >= 2);
  expect(namesOf(marks, 'mark')).toEqual(['before', 'inside']);
  await site.goTo('/');
  await site.mark('outside');
  const everything = await site.everything();
  expect(namesOf(everything, 'mark')).toContain('outside');
  expect(everything.some(({ kind }) => kind === 'console')).toBe(false);
  expect(everything.filter(({ data }) => data['name'] === 'order')).toHaveLength(2);
});

test('P50: which help, message or offer appears in which state', async ({ open }) => {
  const rules: Rules = {
    states: [{ id: 'basket', url: '/basket' }],
    assist: [
      {
        ...{ id: 'coupon', state: 'basket', afterMs: 200 },
        show: { verb: 'assist.offer', title: 'Five off', text: 'For you', code: 'FIVE', validMs: 600_000 },
      },
      { id: 'help', when: custom('lost'), show: { verb: 'assist.message', title: 'Lost?', text: 'Ask us' } },
    ],
  };
  const site = await open(rules);
  await site.goTo('/basket');
  await expect(site.page.getByRole('dialog')).toContainText('FIVE');
  await site.track('lost');
  // One at a time: the next is seen when this one is closed.
  await site.page.getByRole('button', { name: 'Close' }).first().click();
  await expect(site.page.getByText('Ask us')).toBeVisible();
});

test('P54 P55: rules are enabled, disabled, added, removed and changed while the page runs', async ({ open }) => {
  const trigger = { id: 'hit', type: 'match', when: custom('hit'), limits: once, instructions: SEND };
  const base = { capture: [{ kinds: ['custom', 'trigger'] }] };
  const site = await open(base);
  await delayCode(site.page);
  await site.page.evaluate(() => Object.assign(window, { isSamePage: true }));
  const fired = async () => (await site.status()).recording?.firedTriggers;
  await site.track('hit');
  expect(await fired()).toEqual([]);
  await site.publish({ ...base, triggers: [{ ...trigger, when: 'false' }] });
  await site.track('hit');
  expect(await fired()).toEqual([]);
  await site.publish({ ...base, triggers: [trigger] });
  await site.track('hit');
  await expect.poll(fired).toEqual(['hit']);
  await site.publish({ ...base, triggers: [{ ...trigger, id: 'other', when: custom('other') }] });
  await site.track('other');
  await expect.poll(fired).toEqual(['other']);
  expect(await site.page.evaluate(() => 'isSamePage' in window)).toBe(true);
  // The next page begins with the last good rule set, whatever has become of the monitor's answers.
  await site.page.route(/\/v1\/feedback/, (route) => route.abort());
  await site.page.reload();
  await inPhase(site.page, 'recording');
});
