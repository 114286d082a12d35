import { FeedbackReply } from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { makeIds, type Ids } from '../core/segments.ts';
import { feedbackUrl, RULES, type Asked } from './asking.ts';
import { APP, useChannels } from './channels.ts';

const open = useChannels();
const SLEEP = { order: { verb: 'agent.sleep' as const } };

/** A page that reads a stream line by line. */
async function connect(address: string, ids: Ids, asked: Asked = {}) {
  const gone = new AbortController();
  const url = feedbackUrl(ids, asked).replace('/v1/feedback?', '/v1/feedback/stream?');
  const response = await fetch(new URL(url, address), { signal: gone.signal });
  const lines = readLines(response);
  return {
    response,
    leave: () => gone.abort(),
    async next(): Promise<FeedbackReply | undefined> {
      const line = await lines.next();
      return line.done ? undefined : v.parse(FeedbackReply, JSON.parse(line.value));
    },
  };
}

async function* readLines({ body }: Response): AsyncGenerator<string, void> {
  let rest = '';
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part !== '') yield part;
  }
}

describe('a stream', () => {
  it('says at once how things are, and goes on with what is new, each once', async () => {
    const { address, rules, feedback } = await open();
    const ids = makeIds();
    const page = await connect(address, ids);
    expect(await page.next()).toMatchObject({ cursor: '0', instructions: [] });
    const { published } = await rules.publish(APP, RULES('one'));
    expect((await page.next())?.rules?.hash).toBe(published.hash);
    const given = await feedback.issue({ app: APP, draft: SLEEP, address: { sessionId: ids.sessionId } });
    const line = await page.next();
    expect([line?.instructions, line?.rules]).toEqual([[given], undefined]);
    const { published: second } = await rules.publish(APP, RULES('two'));
    expect(await page.next()).toMatchObject({ cursor: line?.cursor, rules: { hash: second.hash }, instructions: [] });
    page.leave();
  });

  it('is never cached or held back, and is for agents of the app’s origins', async () => {
    const { address } = await open();
    const page = await connect(address, makeIds());
    const headers = ['content-type', 'cache-control', 'x-accel-buffering', 'content-length'];
    expect(headers.map((name) => page.response.headers.get(name))).toEqual([
      ...['application/x-ndjson; charset=utf-8', 'no-store', 'no', null],
    ]);
    page.leave();
  });

  it('begins with what the page does not know', async () => {
    const { address, rules, feedback } = await open();
    const ids = makeIds();
    const { published } = await rules.publish(APP, RULES('one'));
    const given = await feedback.issue({ app: APP, draft: SLEEP, address: { sessionId: ids.sessionId } });
    const first = await connect(address, ids);
    const line = await first.next();
    expect([line?.rules?.hash, line?.instructions]).toEqual([published.hash, [given]]);
    const again = await connect(address, ids, { rules: published.hash, after: line?.cursor ?? '' });
    expect(await again.next()).toMatchObject({ instructions: [] });
    first.leave();
    again.leave();
  });

  it('ends with the monitor, and leaves nothing behind when the page goes', async () => {
    const { app, address, feedback, untilHeld } = await open();
    const [first, second] = [await connect(address, makeIds()), await connect(address, makeIds())];
    await untilHeld(2);
    first.leave();
    await untilHeld(1);
    await second.next();
    const [end] = await Promise.all([second.next().catch(() => undefined), app.close()]);
    expect([end, feedback.heldCount()]).toEqual([undefined, 0]);
  });

  it('counts as connected, and tells how the agent says that it is', async () => {
    const { address, feedback, untilHeld } = await open();
    const ids = makeIds();
    const page = await connect(address, ids, { phase: 'dormant', reason: 'no_rules', rules: 'abc' });
    const seen = { isConnected: true, phase: 'dormant', reason: 'no_rules', rulesHash: 'abc' };
    expect(feedback.presence.findSession(ids.sessionId)).toMatchObject(seen);
    page.leave();
    await untilHeld(0);
  });
});

describe('audiences', () => {
  const text = JSON.stringify({
    version: 1,
    name: 'vip',
    targeting: [{ id: 'vips', users: ['ada'] }],
    capture: [{ kinds: ['dom'], audience: 'vips' }],
  });

  it('are told when they change, and only then', async () => {
    let users: string[] = [];
    const { address, rules, feedback } = await open({ audiences: () => Promise.resolve(users) });
    await rules.publish(APP, text);
    const ids = makeIds();
    const page = await connect(address, ids);
    expect(await page.next()).not.toHaveProperty('audiences');
    users = ['vips'];
    feedback.wakeSession(ids.sessionId);
    expect((await page.next())?.audiences).toEqual(['vips']);
    const knowing = await connect(address, ids, { audiences: 'vips' });
    expect(await knowing.next()).not.toHaveProperty('audiences');
    users = [];
    feedback.wakeApp(APP);
    expect([(await page.next())?.audiences, (await knowing.next())?.audiences]).toEqual([[], []]);
    page.leave();
    knowing.leave();
  });
});

describe('a trial', () => {
  it('is told, changed and ended', async () => {
    let trial: FeedbackReply['rules'];
    const channel = await open({ currentTrial: () => Promise.resolve(trial) });
    const { published } = await channel.rules.publish(APP, RULES('one'));
    const page = await connect(channel.address, makeIds(), { rules: published.hash });
    expect(await page.next()).not.toHaveProperty('trial');
    trial = { ...published, hash: 'b'.repeat(64) };
    channel.feedback.wakeApp(APP);
    expect((await page.next())?.trial?.hash).toBe(trial.hash);
    trial = undefined;
    channel.feedback.wakeApp(APP);
    expect((await page.next())?.trial).toBeNull();
    page.leave();
  });
});
