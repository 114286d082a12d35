import { Acknowledgement } from 'rewindow/wire';
import * as v from 'valibot';
import { expect, test, vi } from 'vitest';
import { openHostPage, type HostPage } from './hostPage.ts';

const Words = v.pipe(v.string(), v.parseJson(), v.object({ acknowledgements: v.array(Acknowledgement) }));
const Rec = v.object({ kind: v.string(), at: v.number(), data: v.record(v.string(), v.unknown()) });
const recordsOf = async (page: HostPage) => (await page.records()).map((text) => v.parse(Rec, JSON.parse(text)));
const soon = <T>(check: () => T) => vi.waitFor(check, { timeout: 8_000 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the page has said of its instructions: verb, outcome and code. */
function wordsOf({ sent }: HostPage) {
  const bodies = sent.filter(({ path }) => path === '/v1/acknowledgements').map(({ body }) => body);
  const words = bodies.flatMap((body) => v.parse(Words, body).acknowledgements);
  return words.flatMap(({ verb, outcome, code }) =>
    verb === undefined ? [] : [[verb, outcome, ...(code ? [code] : [])]],
  );
}
const told = (page: HostPage, ...word: string[]) => soon(() => expect(wordsOf(page)).toContainEqual(word));

async function openRecording(rules: object = {}) {
  const page = openHostPage({ capture: [{ kinds: ['custom', 'mark', 'agent', 'instruction'] }], ...rules });
  page.init({ feedback: 'held' });
  await page.phase('recording');
  return page;
}

test('the verbs of the buffer and of captures are carried out and told', async () => {
  const page = await openRecording();
  page.rewindow.track('before');
  await page.give({ verb: 'buffer.send', lastMs: 60_000, kinds: ['custom'] });
  await told(page, 'buffer.send', 'satisfiedFromBuffer');
  await page.give({ verb: 'buffer.hold', forMs: 60_000, lastMs: 60_000 });
  await told(page, 'buffer.hold', 'applied');
  await page.give({ verb: 'buffer.send', state: 'nowhere' });
  await told(page, 'buffer.send', 'failed', 'state_not_visited');
  await page.give({ verb: 'capture.start', kinds: ['console'] });
  await told(page, 'capture.start', 'armed');
  const kinds = async () => (await page.rewindow.status()).recording?.kinds ?? [];
  await soon(async () => expect(await kinds()).toContain('console'));
  await page.give({ verb: 'capture.stop', kinds: ['console', 'custom'] });
  await told(page, 'capture.stop', 'applied');
  await soon(async () => {
    expect(await kinds()).not.toContain('console');
    expect(await kinds()).not.toContain('custom');
  });
  await page.give({ verb: 'buffer.drop' });
  await told(page, 'buffer.drop', 'applied');
});

test('what the answer to an upload carries is carried out, too', async () => {
  const page = await openRecording();
  page.uploadOrders.push({ order: { verb: 'rules' } });
  page.rewindow.track('before');
  await page.give({ verb: 'buffer.send' });
  await told(page, 'rules', 'applied');
});

test('an agent that is put to sleep captures nothing, and wakes by itself', async () => {
  const page = await openRecording();
  await page.give({ verb: 'agent.sleep', forMs: 2_500 });
  await told(page, 'agent.sleep', 'applied');
  await page.phase('paused');
  page.rewindow.track('asleep');
  expect((await page.rewindow.status()).reasons).toContain('put to sleep by an instruction');
  await soon(() => expect(page.asked.some((asked) => asked.get('reason') === 'asleep')).toBe(true));
  await page.phase('recording');
  page.rewindow.track('awake');
  await soon(async () => expect(JSON.stringify(await recordsOf(page))).toContain('awake'));
  const records = JSON.stringify(await recordsOf(page));
  expect(records).toContain('"code":"asleep"');
  expect(records).not.toContain('{"name":"asleep"');
});

test('a session that is ended is followed by another with the next thing that the user does', async () => {
  const page = await openRecording();
  const first = page.sessionId;
  await page.give({ verb: 'session.end' });
  await told(page, 'session.end', 'applied');
  const ids = async () => (await page.rewindow.status()).ids?.sessionId;
  await soon(async () => expect(await ids()).toBeUndefined());
  await soon(() => {
    const summaries = page.sent.filter(({ path }) => path === '/v1/summaries').map(({ body }) => body);
    expect(summaries.some((body) => body.includes(first) && body.includes('"state":"ended"'))).toBe(true);
  });
  await pause(300);
  expect(await ids()).toBeUndefined();
  document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  await page.phase('recording');
  expect(await ids()).not.toBe(first);
});

test('the kill switch: off for this browser, over pages, and on again by an instruction only', async () => {
  const page = await openRecording();
  const first = page.sessionId;
  await page.give({ verb: 'agent.disable' });
  await told(page, 'agent.disable', 'applied');
  await page.phase('disabled');
  expect((await page.rewindow.status()).recording).toBeUndefined();
  await pause(2_500);

  // The next page.
  page.rewindow.stop();
  page.asked.splice(0);
  page.orders.push({ verb: 'buffer.send' });
  const sentCount = page.sent.length;
  page.init({ feedback: 'held' });
  await page.phase('disabled');
  await soon(() =>
    expect(page.asked.map((asked) => [asked.get('phase'), asked.get('reason')])).toEqual([['disabled', 'disabled']]),
  );
  await pause(1_000);
  expect(page.sent.slice(sentCount).map(({ path }) => path)).toEqual(['/v1/feedback']);

  page.rewindow.stop();
  page.orders.push({ verb: 'agent.enable' });
  page.init({ feedback: 'held' });
  await page.phase('recording');
  await told(page, 'agent.enable', 'applied');
  expect(page.asked.some((asked) => asked.get('also') === first || asked.get('session') === first)).toBe(true);
});

test('the kill switch for a time ends by itself on an open page', async () => {
  const page = await openRecording();
  await page.give({ verb: 'agent.disable', forMs: 2_000 });
  await page.phase('disabled');
  await page.phase('recording');
});

test('a flag that can not be understood means off', async () => {
  const page = openHostPage({ capture: [{ kinds: ['custom'] }] });
  localStorage.setItem(`rewindow:${page.app}:disabled`, '{"untilAt":');
  page.init({ feedback: 'held' });
  await page.phase('disabled');
});

test('another tab hears of the kill switch at once', async () => {
  const page = await openRecording();
  const key = `rewindow:${page.app}:disabled`;
  localStorage.setItem(key, JSON.stringify({ untilAt: null, issuedAt: 0 }));
  window.dispatchEvent(new StorageEvent('storage', { key }));
  await page.phase('disabled');
  localStorage.removeItem(key);
  window.dispatchEvent(new StorageEvent('storage', { key }));
  await page.phase('recording');
});

test('an offer is recorded: shown, closed, and over', async () => {
  const page = await openRecording({ capture: [{ kinds: ['assist'] }] });
  const offer = { verb: 'assist.offer', title: 'For you', text: '10 % off', code: 'SAVE10', validMs: 600_000 };
  await page.give(offer);
  await told(page, 'assist.offer', 'applied');
  const card = () => document.querySelector('rewindow-assist')?.shadowRoot;
  expect(card()?.querySelector('code')?.textContent).toBe('SAVE10');
  await page.give({ verb: 'assist.close' });
  await told(page, 'assist.close', 'applied');
  expect(card()).toBeUndefined();
  await page.give({ ...offer, validMs: 50 });
  const types = async () =>
    (await recordsOf(page)).filter(({ kind }) => kind === 'assist').map(({ data }) => data['type']);
  await soon(async () => expect(await types()).toEqual(['shown', 'closed', 'shown', 'expired']));
  expect(card()).toBeUndefined();
});
