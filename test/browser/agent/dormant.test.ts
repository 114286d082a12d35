import { expect, onTestFinished, test, vi } from 'vitest';
import { openHostPage, type HostPage } from './hostPage.ts';

/** What instructions do in a page whose rules ask for nothing, and in one whose agent can't be loaded. */
const soon = <T>(check: () => T) => vi.waitFor(check, { timeout: 15_000 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A dormant page, and how often it has asked for the code of the agent, which may be blocked. */
async function openDormant(rules: object = {}) {
  const code = { isBlocked: false, askedCount: 0 };
  const page = openHostPage(rules, {
    loadAgent() {
      code.askedCount += 1;
      return code.isBlocked ? Promise.reject(new Error('blocked')) : import('../../../src/boot/agent.ts');
    },
  });
  page.init({ feedback: 'held' });
  await page.phase(Object.keys(rules).length === 0 ? 'dormant' : 'recording');
  return { page, code };
}

const words = (page: HostPage, verb: string) =>
  page.sent.filter(({ path, body }) => path === '/v1/acknowledgements' && body.includes(`"${verb}"`));
const told = (page: HostPage, verb: string, outcome: string) =>
  soon(() => expect(words(page, verb).map(({ body }) => body)).toContainEqual(expect.stringContaining(outcome)));
const keptCursor = (page: HostPage) => sessionStorage.getItem(`rewindow:${page.app}:cursor`);

test('only an instruction for this page loads the agent of a dormant one', async () => {
  const { page, code } = await openDormant();
  const elsewhere = { sessionId: page.sessionId, tabId: crypto.randomUUID() };
  const nobody = { sessionId: crypto.randomUUID() };
  for (const draft of [{ address: elsewhere }, { address: nobody }, { address: undefined }, {}]) {
    if ('address' in draft) page.orders.push({ order: { verb: 'assist.close' }, ...draft });
    await soon(() => {
      page.answer();
      expect(page.orders).toEqual([]);
    });
  }
  await pause(300);
  expect(code.askedCount).toBe(0);
  await page.give({ verb: 'assist.close' });
  await told(page, 'assist.close', 'applied');
  expect([code.askedCount, page.sent.filter(({ path }) => path === '/v1/summaries')]).toEqual([1, []]);
  await soon(() => expect(keptCursor(page)).not.toBeNull());
  await page.phase('dormant');
});

test('what waits for code that is blocked is not passed, and is carried out when the code comes', async () => {
  const { page, code } = await openDormant();
  code.isBlocked = true;
  await page.give({ verb: 'assist.close' });
  await soon(() => expect(code.askedCount).toBe(1));
  await pause(300);
  expect([keptCursor(page), words(page, 'assist.close')]).toEqual([null, []]);
  code.isBlocked = false;
  await told(page, 'assist.close', 'applied');
  await soon(() => expect(keptCursor(page)).not.toBeNull());
});

test('the kill switch needs no code of the agent; what was obeyed once counts no more when it comes again', async () => {
  const { page, code } = await openDormant();
  code.isBlocked = true;
  const disable = { order: { verb: 'agent.disable' }, id: crypto.randomUUID(), issuedAt: Date.now() };
  await page.give(disable);
  await page.phase('disabled');
  await told(page, 'agent.disable', 'applied');
  expect(code.askedCount).toBe(0);

  page.rewindow.stop();
  page.orders.push(disable, { verb: 'agent.enable' });
  page.init({ feedback: 'held' });
  await told(page, 'agent.enable', 'applied');
  await page.phase('dormant');
  code.isBlocked = false;
  await page.give(disable);
  await pause(1_000);
  await page.phase('dormant');
  expect(words(page, 'agent.disable')).toHaveLength(1);
});

test('the kill switch reaches a page whose rules want an agent that can not be loaded', async () => {
  const page = openHostPage(
    { capture: [{ kinds: ['custom'] }] },
    { loadAgent: () => Promise.reject(new Error('blocked')) },
  );
  page.init({ feedback: 'held' });
  await page.give({ verb: 'agent.disable', forMs: 60_000 });
  await page.phase('disabled');
  await told(page, 'agent.disable', 'applied');
});

test('where nothing can be stored the kill switch ends the agent of this page, and says so', async () => {
  const { page } = await openDormant();
  const setItem = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  onTestFinished(() => setItem.mockRestore());
  await page.give({ verb: 'agent.disable' });
  await page.phase('stopped');
  await told(page, 'agent.disable', 'not_stored');
});

test('what an instruction captures is kept with what a replay needs, and the page is told to record as long', async () => {
  const { page } = await openDormant();
  page.rewindow.track('too early');
  await page.give({ order: { verb: 'capture.start', kinds: ['custom'] }, limits: { maxMs: 3_000 } });
  await page.phase('recording');
  page.rewindow.track('wanted');
  // Only what is asked meanwhile can say so.
  await soon(() => {
    page.answer();
    expect(page.asked.map((asked) => asked.get('phase'))).toContain('recording');
  });
  await told(page, 'capture.start', 'armed');
  await soon(() => expect(page.sent.map(({ path }) => path)).toContain('/v1/summaries'));
  await page.phase('dormant');
  page.rewindow.track('too late');
  await soon(async () => expect((await page.records()).join()).toContain('wanted'));
  expect((await page.records()).join()).not.toMatch(/too early|too late/);
  await soon(() => {
    page.answer();
    expect(page.asked.at(-1)?.get('phase')).toBe('dormant');
  });
});
