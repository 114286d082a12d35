import type { Page } from '@playwright/test';
import { inPhase } from '../apiPage.ts';
import { expect, namesOf, test } from './steeredPage.ts';

/** What instructions do in a page whose rules capture nothing; each test is named by the ids of what it proves. */
const ASLEEP = { phase: 'dormant' };

/** Files of the agent that the page has asked for, but the three that every page loads. */
function listenToFiles(page: Page): string[] {
  const files: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/\/(agent|npm)\/.*\.js$/.test(pathname)) files.push(pathname.split('/').at(-1) ?? '');
  });
  return files;
}

test('P69: the kill switch reaches a dormant page, also where the code of the agent is blocked', async ({ open }) => {
  const site = await open({}, ASLEEP);
  // Neither in the script tag's chunks nor in the package's anything else can be loaded from now on.
  await site.context.route(/\/(agent|npm)\//, (route) => route.abort());
  const files = listenToFiles(site.page);
  const word = await site.carryOut({ order: { verb: 'agent.disable' } });
  expect(word.outcome).toBe('applied');
  await inPhase(site.page, 'disabled');
  expect(files).toEqual([]);
  await site.context.unroute(/\/(agent|npm)\//);
  await site.page.reload();
  await inPhase(site.page, 'disabled');
  await site.order({ order: { verb: 'agent.enable' } });
  await site.page.reload();
  await inPhase(site.page, 'dormant');
  // What was obeyed comes again, as long as it is valid, and counts no more.
  await site.page.reload();
  await site.page.waitForTimeout(1_000);
  await inPhase(site.page, 'dormant');
});

test('P69: the kill switch for a time is over by itself; all tabs of a dormant session hear of it', async ({
  open,
}) => {
  const site = await open({}, ASLEEP);
  const other = await site.context.newPage();
  await other.goto(site.origin);
  await inPhase(other, 'dormant');
  const word = await site.carryOut({ order: { verb: 'agent.disable', forMs: 8_000 } });
  expect(word.outcome).toBe('applied');
  await inPhase(site.page, 'disabled');
  await inPhase(other, 'disabled');
  await inPhase(site.page, 'dormant');
  await inPhase(other, 'dormant');
});

test('P44 P56: help is shown in a dormant page, which goes on recording nothing', async ({ open, api }) => {
  const site = await open({}, ASLEEP);
  const files = listenToFiles(site.page);
  await site.track('before');
  const id = await site.order({ order: { verb: 'assist.message', title: 'Hello', text: 'Can we help?' } });
  await expect(site.page.getByRole('dialog')).toContainText('Can we help?');
  expect((await site.outcome(id)).outcome).toBe('applied');
  await inPhase(site.page, 'dormant');
  await site.track('after');
  expect(files.filter((file) => file.includes('recorder'))).toEqual([]);
  const asked = await site.carryOut({ order: { verb: 'buffer.send' } });
  expect(asked).toMatchObject({ outcome: 'failed', code: 'buffer_empty' });
  expect(await site.records()).toEqual([]);
  await expect(api.session(site.sessionId)).rejects.toThrow(/404/);
  // It is done with: the next page loads nothing, and shows nothing.
  await site.page.reload();
  files.length = 0;
  await site.page.reload();
  await inPhase(site.page, 'dormant');
  await site.page.waitForTimeout(1_000);
  expect(files.filter((file) => /agent\.js|recorder|worker|instructions/.test(file))).toEqual([]);
  await expect(site.page.getByRole('dialog')).toHaveCount(0);
});

test('P42 P56: what an instruction captures in a dormant page is recorded, over a load, until its time is over', async ({
  open,
}) => {
  const site = await open({}, ASLEEP);
  await site.track('too early');
  const word = await site.carryOut({
    order: { verb: 'capture.start', kinds: ['custom'] },
    limits: { maxMs: 5_000 },
  });
  expect(word.outcome).toBe('armed');
  await inPhase(site.page, 'recording');
  await site.track('wanted');
  await site.page.reload();
  await inPhase(site.page, 'recording');
  await site.track('wanted still');
  await inPhase(site.page, 'dormant');
  await site.track('too late');
  const names = namesOf(await site.everything());
  expect(names).toEqual(['wanted', 'wanted still']);
});

test('P56: an instruction is carried out in a session that is not sampled; its rules record nothing there', async ({
  open,
}) => {
  const site = await open({ capture: [{ kinds: ['custom', 'dom'] }], sample: 0 }, ASLEEP);
  const files = listenToFiles(site.page);
  await site.order({ order: { verb: 'assist.message', title: 'Hello', text: 'Can we help?' } });
  await expect(site.page.getByRole('dialog')).toBeVisible();
  await site.track('not sampled');
  expect((await site.carryOut({ order: { verb: 'buffer.send' } })).code).toBe('buffer_empty');
  expect(files.filter((file) => file.includes('recorder'))).toEqual([]);
  await site.publish({ capture: [{ kinds: ['custom'] }] });
  await inPhase(site.page, 'recording');
  await site.track('sampled');
  expect(namesOf(await site.everything())).toEqual(['sampled']);
});

test('P72: an instruction ends the session of a dormant page', async ({ open }) => {
  const site = await open({}, ASLEEP);
  const word = await site.carryOut({ order: { verb: 'session.end' } });
  expect(word.outcome).toBe('applied');
  await expect
    .poll(async () => {
      await site.page.mouse.click(5, 5);
      const { ids } = (await site.status()) as { ids?: { sessionId: string } };
      return ids !== undefined && ids.sessionId !== site.sessionId;
    })
    .toBe(true);
});

test('P44: help for a hidden dormant page waits for the user, over a load', async ({ open }) => {
  const site = await open({}, ASLEEP);
  const files = listenToFiles(site.page);
  await site.page.addInitScript(() => {
    if (sessionStorage.getItem('hidden') === 'yes') {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    }
  });
  const hide = (hidden: string) =>
    site.page.evaluate((value) => {
      sessionStorage.setItem('hidden', value);
    }, hidden);
  await hide('yes');
  await site.page.reload();
  await inPhase(site.page, 'dormant');
  // A hidden page asks at load only.
  const id = await site.order({ order: { verb: 'assist.message', title: 'Hello', text: 'Still there?' } });
  files.length = 0;
  await site.page.reload();
  await expect.poll(() => files.filter((file) => file.includes('instructions'))).not.toEqual([]);
  await expect.poll(() => site.page.evaluate(() => Object.keys(sessionStorage).join())).toContain('instructions');
  await expect(site.page.getByRole('dialog')).toHaveCount(0);
  await hide('no');
  await site.page.reload();
  await expect(site.page.getByRole('dialog')).toContainText('Still there?');
  expect((await site.outcome(id)).outcome).toBe('applied');
});
