import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PageStorage } from '../../../src/browser/storage.ts';
import { createBrowser, openPage, rules, turn } from './adopting.ts';

/** Loads the page, which dies at once. */
async function die(storage: PageStorage, tabId = 'tab', at = 1_000_000) {
  const page = openPage(storage, { tabId, at });
  await turn();
  return page;
}

async function offer(storage: PageStorage, hash: string) {
  const page = openPage(storage);
  page.adoption.adopt(rules(hash));
  await turn();
  return page;
}

test('a rule set that three loads have not survived is given up for the last good one, and not taken again', async () => {
  const storage = createBrowser();
  const first = await offer(storage, 'good 1');
  await first.pass(10_000);
  await offer(storage, 'good poison');
  await die(storage);
  await die(storage);
  const fourth = await die(storage);
  expect(fourth.said).toEqual(['good poison rule_set_poison', 'good 1 applied', 'started']);
  // What the monitor offers is known: it need not send it again and again.
  expect([fourth.adoption.rules()?.hash, fourth.adoption.offered()?.hash]).toEqual(['good 1', 'good poison']);
  const fifth = await offer(storage, 'good poison');
  expect(fifth.said).toEqual(['good poison rule_set_poison', 'good 1 applied', 'started']);
  expect(fifth.adoption.agent()).toBeDefined();
  fifth.adoption.adopt(rules('good 2', { revision: 2 }));
  expect(fifth.said.at(-1)).toBe('good 2 applied');
});

test('without a good one before it the page stays dormant', async () => {
  const storage = createBrowser();
  await offer(storage, 'good poison');
  await die(storage);
  await die(storage);
  const { adoption, said } = await die(storage);
  expect(said).toEqual(['good poison rule_set_poison']);
  expect([adoption.phase(), adoption.agent()]).toEqual(['dormant', undefined]);
});

test.each([
  ['lives for ten seconds', (page: Awaited<ReturnType<typeof die>>) => page.pass(10_000)],
  ['is hidden, as when it is left', (page: Awaited<ReturnType<typeof die>>) => page.hide()],
])('a page that %s has survived', async (_what, survive) => {
  const storage = createBrowser();
  await offer(storage, 'good');
  for (let round = 0; round < 4; round += 1) {
    await die(storage);
    await survive(await die(storage));
    expect(storage.get('loads')).toBeUndefined();
  }
});

test('tabs that are opened together are not taken for deaths, those of long ago are', async () => {
  const storage = createBrowser();
  await offer(storage, 'good');
  for (let tab = 0; tab < 8; tab += 1) {
    expect((await die(storage, `tab ${String(tab)}`)).said).toEqual(['good applied', 'started']);
  }
  expect((await die(storage, 'late', 1_030_000)).said[0]).toBe('good rule_set_poison');
});

test('whatever a browser has stored, a page decides and throws nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue(),
      fc.jsonValue(),
      fc.jsonValue(),
      fc.jsonValue(),
      async (loads, poison, good, floor) => {
        const storage = createBrowser();
        const stored = { loads, poison, 'rules.good': good, floor, heard: loads };
        for (const [name, value] of Object.entries(stored)) storage.set(name, value);
        const { said } = await offer(storage, 'good');
        expect(said[0]).toMatch(/^good (applied|rule_set_poison)$/);
      },
    ),
    { numRuns: 50 },
  );
});

test('one that was well at first and kills pages later is given up for another that was well before', async () => {
  const storage = createBrowser();
  await (await offer(storage, 'good 1')).pass(10_000);
  await (await offer(storage, 'good poison')).pass(10_000);
  for (let round = 0; round < 3; round += 1) await die(storage);
  const page = await die(storage);
  expect(page.said).toEqual(['good poison rule_set_poison', 'good 1 applied', 'started']);
});

test('a monitor that offers the poison anew does not change what the page works by', async () => {
  const storage = createBrowser();
  await (await offer(storage, 'good 1')).pass(10_000);
  await offer(storage, 'good poison');
  for (let round = 0; round < 3; round += 1) await die(storage);
  const { adoption, said } = await die(storage);
  adoption.adopt(rules('good poison'));
  await turn();
  expect(said).toEqual(['good 1 applied', 'started', 'good poison rule_set_poison']);
  expect([adoption.phase(), adoption.rules()?.hash, adoption.offered()?.hash]).toEqual([
    ...['recording', 'good 1', 'good poison'],
  ]);
});

test('an agent that the host stops and begins again, or whose rules sleep, has not died', async () => {
  const storage = createBrowser();
  await offer(storage, 'good').then(({ adoption }) => adoption.stop());
  for (let round = 0; round < 6; round += 1) {
    const { adoption, said } = await die(storage);
    expect(said).toEqual(['good applied', 'started']);
    if (round % 2 === 0) adoption.stop();
    else adoption.sleep();
  }
});

test('a rule set that the agent does not understand never counts as one that kills', async () => {
  const storage = createBrowser();
  for (let round = 0; round < 6; round += 1) expect((await offer(storage, 'bad')).said).toEqual(['bad refused']);
});
