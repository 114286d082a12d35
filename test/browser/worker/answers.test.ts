import { describe, expect, test } from 'vitest';
import { batch, createDevice, FACTS, mark, START_AT, until, uuid } from './support.ts';

describe('answers', () => {
  test('instructions that come with an answer are handed to the page that waits, once', async () => {
    const device = createDevice();
    const page = await device.open();
    const waiting = page.api.answers();
    device.monitor.answerWith(() => Response.json({ verdict: 'none', serverAt: 1, instructions: [{ id: 'a' }] }));
    await page.api.report(FACTS);
    expect(await waiting).toEqual([{ id: 'a' }]);
    const next = page.api.answers();
    device.monitor.answerWith(undefined);
    await page.api.suspend();
    expect(await next).toEqual([]);
    expect(await page.api.answers()).toEqual([]);
    await page.api.resume();
    const resumed = page.api.answers();
    await page.api.wipe();
    expect(await resumed).toEqual([]);
  });

  test('what nobody takes is bounded', async () => {
    const device = createDevice();
    const page = await device.open();
    const many = Array.from({ length: 300 }, (_, id) => ({ id }));
    device.monitor.answerWith(() => Response.json({ verdict: 'none', serverAt: 1, instructions: many }));
    await page.api.report(FACTS);
    await until(() => device.monitor.requests.length > 0);
    const heard = await page.api.answers();
    expect([heard.length, heard.at(-1)]).toEqual([200, { id: 299 }]);
  });
});

describe('claims', () => {
  test('what a page claimed and never acknowledged, the next one says of it', async () => {
    const device = createDevice();
    const dead = await device.open();
    const { sessionId, tabId, pageId } = dead.ids;
    const [done, broken, ofTab] = [uuid(), uuid(), uuid()];
    for (const key of [done, broken, `${ofTab}:${tabId}`]) {
      expect(await dead.api.claim(key, START_AT + 60_000, { sessionId, verb: 'image' })).toBe(true);
      expect(await dead.api.claim(key, START_AT + 60_000)).toBe(false);
    }
    const word = { sessionId, tabId, pageId, at: START_AT, verb: 'image' };
    await dead.api.acknowledge([{ ...word, outcome: 'applied', instructionId: done }]);
    await until(() => device.monitor.acknowledgements.length === 1);
    await dead.api.suspend();
    // Long after the instruction has expired.
    await device.clock.advance(3_600_000);
    const next = await device.open();
    await until(() => device.monitor.acknowledgements.length === 3);
    const interrupted = { ...word, at: device.clock.now(), outcome: 'failed', code: 'interrupted' };
    const byId = (a: { instructionId: string }, b: { instructionId: string }) =>
      a.instructionId < b.instructionId ? -1 : 1;
    expect((device.monitor.acknowledgements.slice(1) as { instructionId: string }[]).sort(byId)).toEqual(
      [broken, ofTab].map((instructionId) => ({ ...interrupted, instructionId })).sort(byId),
    );
    await next.api.suspend();
    await device.open();
    await next.api.append(batch(0, mark(START_AT)));
    expect(device.monitor.acknowledgements).toHaveLength(3);
  });

  test('those of pages that live are left alone', async () => {
    const device = createDevice();
    const page = await device.open();
    await page.api.claim(uuid(), START_AT + 60_000, { sessionId: page.ids.sessionId, verb: 'image' });
    const other = await device.open();
    await other.api.report(FACTS);
    await until(() => device.monitor.summaries.length > 0);
    expect(device.monitor.acknowledgements).toEqual([]);
  });
});
