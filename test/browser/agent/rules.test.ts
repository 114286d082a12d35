import * as v from 'valibot';
import { beforeAll, expect, test, vi } from 'vitest';
import { openHostPage, type HostPage } from './hostPage.ts';

const Rec = v.object({ kind: v.string(), at: v.number(), data: v.record(v.string(), v.unknown()) });
const recordsOf = async (page: HostPage) => (await page.records()).map((text) => v.parse(Rec, JSON.parse(text)));
const soon = <T>(check: () => T) => vi.waitFor(check, { timeout: 8_000, interval: 100 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const named = (name: string) => ['==', ['get', 'record', 'name'], name];
const capture = [{ kinds: ['custom', 'mark'] }];
const go = { id: 'going', enter: named('go'), exit: named('stop'), observes: ['mark'] };
const trigger = (pattern: object) => ({
  ...{ id: 't', where: 'page', instructions: [{ order: { verb: 'assist.close' } }], observes: [] },
  ...pattern,
});
/** Parts of the agent that the page has loaded, by folder. */
const loaded = (folder: string) =>
  performance.getEntriesByType('resource').some(({ name }) => new URL(name).pathname.includes(folder));

beforeAll(() => {
  performance.setResourceTimingBufferSize(5_000);
});

async function open(rules: object): Promise<HostPage> {
  const page = openHostPage(rules);
  page.init();
  await page.phase('recording');
  return page;
}

// The order of these three matters: what is loaded once stays.
test('captures alone load no rules', async () => {
  const page = await open({ capture });
  page.rewindow.track('x');
  await soon(async () => expect((await recordsOf(page)).map(({ kind }) => kind)).toContain('custom'));
  expect(loaded('/src/boot/rules/')).toBe(false);
  expect(loaded('/src/rules/engine')).toBe(false);
});

test('a simple trigger loads no patterns', async () => {
  const page = await open({ capture, triggers: [trigger({ type: 'match', when: named('go'), observes: ['mark'] })] });
  page.rewindow.mark('go');
  await soon(async () => expect((await recordsOf(page)).map(({ kind }) => kind)).toContain('trigger'));
  expect(loaded('/src/rules/engine')).toBe(true);
  expect(loaded('/src/rules/patterns/')).toBe(false);
});

test('a pattern that needs more is there from the first record on, which a sequence may begin with', async () => {
  const steps = [['==', ['get', 'record', 'kind'], 'navigation'], named('go')];
  const pattern = { type: 'sequence', steps, withinMs: 60_000, observes: ['navigation', 'mark'] };
  const page = await open({ capture, triggers: [trigger(pattern)] });
  expect(loaded('/src/rules/patterns/')).toBe(true);
  page.rewindow.mark('go');
  await soon(async () => expect((await recordsOf(page)).map(({ kind }) => kind)).toContain('trigger'));
});

test('what is due by time alone comes without another record: lasting states, and stays in them', async () => {
  const states = [{ ...go, dwellMs: 300 }];
  const page = await open({ capture, states, triggers: [trigger({ type: 'dwell', in: 'going', forMs: 300 })] });
  page.rewindow.mark('go');
  const records = await soon(async () => {
    const all = await recordsOf(page);
    expect(all.map(({ kind }) => kind)).toContain('trigger');
    return all;
  });
  const atOf = (kind: string) => records.find((record) => record.kind === kind)?.at ?? Number.NaN;
  // Sums of fractions of milliseconds since 1970 are exact to a quarter of a thousandth. The state is entered when it is
  // due, though a page that is busy says so later, and the stay in it counts from then.
  expect(atOf('state') - atOf('mark')).toBeGreaterThan(299);
  expect(atOf('trigger') - atOf('mark')).toBeGreaterThan(599);
});

test('who goes before the time is over, has not entered', async () => {
  const page = await open({ capture, states: [{ ...go, dwellMs: 400 }], triggers: [] });
  page.rewindow.mark('go');
  await pause(100);
  page.rewindow.mark('stop');
  await pause(800);
  page.rewindow.track('later');
  await soon(async () => expect((await recordsOf(page)).map(({ kind }) => kind)).toContain('custom'));
  expect((await recordsOf(page)).map(({ kind }) => kind)).not.toContain('state');
});

test('a state follows an element of the page', async () => {
  const shown = (type: string) => ['==', ['get', 'record', 'type'], type];
  const state = { id: 'cart', element: '#cart', enter: shown('elementShown'), exit: shown('elementGone') };
  const page = await open({ capture, states: [{ ...state, observes: ['page'] }] });
  const cart = document.createElement('p');
  cart.id = 'cart';
  document.body.append(cart);
  const moves = async () => (await recordsOf(page)).filter(({ kind }) => kind === 'state').map(({ data }) => data);
  await soon(async () => expect(await moves()).toEqual([{ type: 'enter', state: 'cart' }]));
  cart.remove();
  await soon(async () => expect(await moves()).toHaveLength(2));
});

test('what is never forwarded is not kept; what is live is sent at once, with what was before', async () => {
  const forward = [
    { kinds: ['custom'], mode: 'never', observes: ['custom'] },
    { when: named('live'), mode: 'live', lastMs: 10_000, observes: ['mark'] },
  ];
  const page = await open({ capture, forward });
  page.rewindow.track('secret');
  page.rewindow.mark('calm');
  await soon(async () => expect((await recordsOf(page)).map(({ kind }) => kind)).toContain('mark'));
  await pause(1_000);
  const segments = () => page.sent.filter(({ path }) => path.includes('segments'));
  expect(segments()).toEqual([]);
  expect(JSON.stringify(await recordsOf(page))).not.toContain('secret');
  page.rewindow.mark('live');
  await soon(() => expect(segments()).not.toEqual([]));
});
