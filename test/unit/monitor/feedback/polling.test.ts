import { FeedbackReply } from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { APP, logIn, useMonitors } from '../core/monitors.ts';
import { makeId, makeIds } from '../core/segments.ts';
import { RULES, acknowledge, poll } from './asking.ts';

const monitors = useMonitors();
const STOP = { order: { verb: 'agent.sleep' as const } };

describe('polling', () => {
  it('answers with nothing where there is nothing', async () => {
    const reply = await poll(await monitors.start({ now: () => 5_000 }), makeIds());
    expect([reply.statusCode, reply.json<object>()]).toEqual([200, { serverAt: 5_000, cursor: '0', instructions: [] }]);
    expect(reply.headers).toMatchObject({ 'cache-control': 'no-cache', etag: '"none.0"' });
    expect(reply.headers['access-control-allow-origin']).toBe('https://shop.example');
  });

  it('brings the rule set to pages that have another, or none', async () => {
    const monitor = await monitors.start();
    const { published } = await monitor.publishRules(APP, RULES('one'));
    const ids = makeIds();
    expect(v.parse(FeedbackReply, (await poll(monitor, ids)).json()).rules).toMatchObject(published);
    expect((await poll(monitor, ids, { rules: 'old' })).json()).toHaveProperty('rules.revision', 1);
    expect((await poll(monitor, ids, { rules: published.hash })).json()).not.toHaveProperty('rules');
  });

  it('is answered with 304 where nothing has changed, and with 200 where something has', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    const tagOf = async () => String((await poll(monitor, ids)).headers['etag']);
    const status = async (tag: string) => (await poll(monitor, ids, {}, { 'if-none-match': tag })).statusCode;
    const tag = await tagOf();
    const unchanged = await poll(monitor, ids, {}, { 'if-none-match': tag });
    expect([unchanged.statusCode, unchanged.body, unchanged.headers['etag']]).toEqual([304, '', tag]);
    expect(await status(`"x", W/${tag}`)).toBe(304);
    await monitor.publishRules(APP, RULES('one'));
    expect(await status(tag)).toBe(200);
    const withRules = await tagOf();
    await monitor.issue({ app: APP, draft: STOP, address: { sessionId: ids.sessionId } });
    expect(await status(withRules)).toBe(200);
    expect(await status(await tagOf())).toBe(304);
  });

  it('brings instructions for the session once by the cursor, and those of other sessions where asked', async () => {
    const monitor = await monitors.start();
    const [ids, other] = [makeIds(), makeId()];
    const mine = await monitor.issue({ app: APP, draft: STOP, address: { sessionId: ids.sessionId } });
    const late = await monitor.issue({ app: APP, draft: STOP, address: { sessionId: other } });
    const first = v.parse(FeedbackReply, (await poll(monitor, ids)).json());
    expect(first.instructions).toEqual([mine]);
    expect((await poll(monitor, ids, { after: first.cursor })).json()).toMatchObject({ instructions: [] });
    const both = v.parse(FeedbackReply, (await poll(monitor, ids, { also: `${other},${makeId()}` })).json());
    expect(both.instructions).toEqual([mine, late]);
  });

  it('brings no instruction to another tab or page than it is for', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    const { sessionId, tabId, pageId } = ids;
    await monitor.issue({ app: APP, draft: STOP, address: { sessionId, tabId: makeId() } });
    await monitor.issue({ app: APP, draft: STOP, address: { sessionId, tabId, pageId: makeId() } });
    const mine = await monitor.issue({ app: APP, draft: STOP, address: { sessionId, tabId, pageId } });
    expect((await poll(monitor, ids)).json()).toMatchObject({ instructions: [{ id: mine.id }] });
  });

  it('brings no instruction that has expired', async () => {
    let now = 1_000_000;
    const monitor = await monitors.start({ now: () => now });
    const ids = makeIds();
    await monitor.issue({ app: APP, draft: STOP, address: { sessionId: ids.sessionId }, ttlMs: 60_000 });
    now += 60_000;
    expect((await poll(monitor, ids)).json()).toMatchObject({ instructions: [] });
  });

  it.each([
    [{ waitMs: -1 }, /waitMs/],
    [{ waitMs: 1.5 }, /waitMs/],
    [{ also: 'x' }, /also/],
    // It is kept of each page, so that what is longer than a hash would fill the memory.
    [{ rules: 'a'.repeat(65) }, /rules/],
    [{ trial: 'a'.repeat(65) }, /trial/],
    [{ also: Array.from({ length: 51 }, () => makeId()).join() }, /too many sessions/],
  ])('refuses %j', async (asked, message) => {
    const reply = await poll(await monitors.start(), makeIds(), asked);
    expect([reply.statusCode, reply.json<object>()]).toMatchObject([400, { error: { code: 'bad_request' } }]);
    expect(reply.body).toMatch(message);
  });

  it('refuses a session that is no UUID, an unknown app and a foreign origin', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    const codes = [
      await poll(monitor, { ...ids, sessionId: 'x' }),
      await poll(monitor, ids, { app: 'nobody' }),
      await poll(monitor, ids, {}, { origin: 'https://evil.example' }),
    ].map((reply) => [reply.statusCode, reply.json<{ error: { code: string } }>().error.code]);
    expect(codes).toEqual([
      [400, 'bad_request'],
      [403, 'app_unknown'],
      [403, 'origin_refused'],
    ]);
  });
});

describe('acknowledgements', () => {
  it('are taken as text or as JSON, the same twice without harm, and show with the instruction', async () => {
    const monitor = await monitors.start();
    const operator = await logIn(monitor);
    const ids = makeIds();
    const { id } = await monitor.issue({ app: APP, draft: STOP, address: { sessionId: ids.sessionId } });
    const word = { ...ids, at: 5, outcome: 'applied', instructionId: id };
    expect((await acknowledge(monitor, [word])).statusCode).toBe(200);
    expect((await acknowledge(monitor, [word], 'application/json')).statusCode).toBe(200);
    const shown = await operator.get(`/v1/sessions/${ids.sessionId}/instructions`);
    expect(shown.json()).toMatchObject({
      instructions: [{ id, verb: 'agent.sleep', origin: 'operator', acknowledgements: [word] }],
    });
  });

  it.each([
    ['none', []],
    ['too many', Array.from({ length: 501 }, () => ({ ...makeIds(), at: 5, outcome: 'applied' }))],
    ['an outcome that there is not', [{ ...makeIds(), at: 5, outcome: 'done' }]],
  ])('are refused: %s', async (_what, words) => {
    const reply = await acknowledge(await monitors.start(), words);
    expect([reply.statusCode, reply.json<object>()]).toMatchObject([
      400,
      { error: { code: 'acknowledgement_invalid' } },
    ]);
  });
});
