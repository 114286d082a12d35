import type { TimelineRecord } from '../../../monitor/src/api/contract.ts';
import { inPhase, type ApiWindow } from '../apiPage.ts';
import { wrongClock } from '../deviceClock.ts';
import { expect, namesOf, steer, test } from './steeredPage.ts';

/** Capabilities of the local buffer; each test is named by the ids of what it proves. */
const EVERYTHING = { capture: [{ kinds: ['dom', 'custom', 'console', 'navigation', 'network'] }] };

test('P12 P74 L6: the ring keeps the last minutes over a reload and a closed tab', async ({ open, api }) => {
  const first = await open(EVERYTHING);
  await first.track('before the reload');
  await first.page.reload();
  await inPhase(first.page, 'recording');
  await first.track('after the reload');
  // What it was about to hand over is taken over by the page that comes next.
  await first.page.close({ runBeforeUnload: false });
  const page = await first.context.newPage();
  await page.goto(first.origin);
  await inPhase(page, 'recording');
  const second = steer({ ...first, page, api });
  await second.track('in another tab');
  const { order, recordsWhen } = second;
  await order({ order: { verb: 'buffer.send' } });
  const records = await recordsWhen('all three', (all) => namesOf(all).length >= 3);
  expect(namesOf(records).sort()).toEqual(['after the reload', 'before the reload', 'in another tab']);
  const { pages } = await api.session(first.sessionId);
  expect(pages).toHaveLength(3);
  expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
});

test('P13 P34: the buffer is asked first, live capture is armed for what is missing', async ({ open }) => {
  const site = await open(EVERYTHING);
  await site.track('long ago');
  expect(await site.records()).toEqual([]);
  const past = await site.carryOut({ order: { verb: 'buffer.send', lastMs: 60_000 } });
  expect(past.outcome).toBe('satisfiedFromBuffer');
  await site.recordsWhen('the past', (all) => namesOf(all).includes('long ago'));
  await site.track('not asked for');
  const live = await site.carryOut({ order: { verb: 'buffer.send', lastMs: 0, liveMs: 60_000 } });
  expect(live.outcome).toBe('armed');
  await site.track('live');
  await site.recordsWhen('what followed', (all) => namesOf(all).includes('live'));
});

test('P12 P13: a range is sent by the operator’s clock, from a device whose clock is wrong', async ({ open }) => {
  // A device has one clock: the page and its worker agree.
  const late = wrongClock(-7_200_000);
  const site = await open(EVERYTHING, { body: `<script>${late}</script>`, workerHead: late });
  const named = (all: readonly TimelineRecord[], name: string) => all.find(({ data }) => data['name'] === name);
  // The page knows the monitor's time to half a round trip, and the operator reads it from what the page has sent.
  await site.track('first');
  await site.carryOut({ order: { verb: 'buffer.send' } });
  const first = named(await site.recordsWhen('its clock', (all) => !!named(all, 'first')), 'first')!;
  const offsetMs = first.correctedAt - first.at;
  expect(Math.round(offsetMs / 3_600_000)).toBe(2);
  // Each in a segment of its own, which the hold ends; what became of the hold stands in the next one.
  const step = async (name: string) => {
    await site.track(name);
    await site.page.waitForTimeout(500);
    const at = await site.page.evaluate(() => Date.now());
    await site.page.waitForTimeout(500);
    await site.carryOut({ order: { verb: 'buffer.hold', forMs: 60_000 } });
    return at + offsetMs;
  };
  const fromAt = await step('before');
  const toAt = await step('within');
  await step('after');
  await site.carryOut({ order: { verb: 'buffer.send', fromAt, toAt } });
  const records = await site.recordsWhen('the range', (all) => namesOf(all).includes('within'));
  expect(namesOf(records)).toEqual(['first', 'within']);
});

test('P14 P69: what nobody asked for goes by itself or when told; what is held stays', async ({ open }) => {
  test.setTimeout(150_000);
  const rules = { ...EVERYTHING, buffer: { minutes: 0.1, checkpointEveryMs: 5_000 } };
  const site = await open(rules);
  await site.track('first');
  const trackedAt = await site.page.evaluate(() => Date.now());
  const goOn = async () => {
    await site.track('tick');
    await site.page.evaluate(() => document.body.append('.'));
    return (await site.status()).recording?.store.ring.fromAt;
  };
  await expect.poll(goOn, { timeout: 80_000, intervals: [1_000] }).toBeGreaterThan(trackedAt);
  await site.order({ order: { verb: 'buffer.send' } });
  const records = await site.recordsWhen('what is left', (all) => namesOf(all).includes('tick'));
  expect(namesOf(records)).not.toContain('first');
});

test('P14 P69: drop spares what is held', async ({ open }) => {
  const site = await open(EVERYTHING);
  await site.track('held');
  expect((await site.carryOut({ order: { verb: 'buffer.hold', forMs: 600_000 } })).outcome).toBe('applied');
  await site.track('loose');
  expect((await site.carryOut({ order: { verb: 'buffer.drop' } })).outcome).toBe('applied');
  await site.track('afterwards');
  await site.order({ order: { verb: 'buffer.send' } });
  const records = await site.recordsWhen('what is left', (all) => namesOf(all).includes('afterwards'));
  expect(namesOf(records)).toContain('held');
});

test('P52: what is buffered, and for how long, per kind of record', async ({ open }) => {
  test.setTimeout(120_000);
  const rules = {
    ...EVERYTHING,
    buffer: { minutes: 5, checkpointEveryMs: 5_000, perKind: [{ kinds: ['console'], minutes: 0.1 }] },
  };
  const site = await open(rules);
  await site.track('kept for long');
  await site.page.evaluate(() => {
    console.info('kept for a moment');
  });
  // Whole checkpoints' worth goes, when a later one has begun and the next segment is sealed.
  for (let count = 0; count < 45; count += 1) {
    await site.page.evaluate(() => {
      (window as unknown as ApiWindow).api.track('tick');
      document.body.append('.');
    });
    await site.page.waitForTimeout(1_000);
  }
  await site.order({ order: { verb: 'buffer.send' } });
  const records = await site.recordsWhen('what is kept for long', (all) => namesOf(all).includes('kept for long'));
  expect(records.filter(({ kind }) => kind === 'console')).toEqual([]);
});
