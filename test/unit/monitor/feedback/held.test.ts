import { describe, expect, it } from 'vitest';
import { makeIds } from '../core/segments.ts';
import { RULES, ask, feedbackUrl } from './asking.ts';
import { APP, useChannels } from './channels.ts';

const open = useChannels();
const STOP = { order: { verb: 'agent.sleep' as const } };
/** Longer than any test: who waits that long has not been woken. */
const LONG_MS = 25_000;

describe('a held question', () => {
  it('is answered when a rule set is published', async () => {
    const { address, rules, untilHeld } = await open();
    const ids = makeIds();
    const asked = ask(address, ids, { waitMs: LONG_MS });
    await untilHeld(1);
    const { published } = await rules.publish(APP, RULES('one'));
    expect((await asked).rules?.hash).toBe(published.hash);
  });

  it('is answered when the session gets an instruction, and not when another does', async () => {
    const { address, feedback, untilHeld } = await open();
    const [ids, other] = [makeIds(), makeIds()];
    const asked = ask(address, ids, { waitMs: LONG_MS });
    await untilHeld(1);
    await feedback.issue({ app: APP, draft: STOP, address: { sessionId: other.sessionId } });
    const mine = await feedback.issue({ app: APP, draft: STOP, address: { sessionId: ids.sessionId } });
    expect((await asked).instructions).toEqual([mine]);
  });

  it('goes on where the instruction is for another tab', async () => {
    const { address, feedback, untilHeld } = await open();
    const ids = makeIds();
    const asked = ask(address, ids, { waitMs: LONG_MS });
    await untilHeld(1);
    const { sessionId } = ids;
    await feedback.issue({ app: APP, draft: STOP, address: { sessionId, tabId: makeIds().tabId } });
    const mine = await feedback.issue({ app: APP, draft: STOP, address: { sessionId } });
    expect((await asked).instructions.map(({ id }) => id)).toEqual([mine.id]);
  });

  it('is answered at once where there is something already', async () => {
    const { address, feedback } = await open();
    const ids = makeIds();
    const mine = await feedback.issue({ app: APP, draft: STOP, address: { sessionId: ids.sessionId } });
    expect((await ask(address, ids, { waitMs: LONG_MS })).instructions).toEqual([mine]);
  });

  it('is answered with nothing when its time is up, not to be cached', async () => {
    const { address } = await open();
    const reply = await fetch(new URL(feedbackUrl(makeIds(), { waitMs: 50 }), address));
    expect(await reply.json()).toMatchObject({ cursor: '0', instructions: [] });
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('etag')).toBeNull();
  });

  it('leaves nothing behind when the page goes', async () => {
    const { address, feedback, untilHeld } = await open();
    const gone = new AbortController();
    const ids = makeIds();
    const asked = ask(address, ids, { waitMs: LONG_MS }, gone.signal);
    await untilHeld(1);
    expect(feedback.presence.findSession(ids.sessionId)?.isConnected).toBe(true);
    gone.abort();
    await expect(asked).rejects.toThrow();
    await untilHeld(0);
  });

  it('does not keep the server from closing', async () => {
    const { app, address, untilHeld } = await open();
    const asked = ask(address, makeIds(), { waitMs: LONG_MS }).catch(() => undefined);
    await untilHeld(1);
    await app.close();
    await untilHeld(0);
    await asked;
  });

  it('is one of a thousand that all hear of a new rule set', async () => {
    const { address, rules, untilHeld } = await open();
    const asked = Array.from({ length: 1_000 }, () => ask(address, makeIds(), { waitMs: LONG_MS }));
    await untilHeld(1_000);
    const { published } = await rules.publish(APP, RULES('one'));
    const replies = await Promise.all(asked);
    await untilHeld(0);
    expect(new Set(replies.map(({ rules }) => rules?.hash))).toEqual(new Set([published.hash]));
  });
});
