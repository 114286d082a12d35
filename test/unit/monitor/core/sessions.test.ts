import type { Capture, Summary } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';
import type { SessionDetail, SessionsReply } from '../../../../monitor/src/api/contract.ts';
import type { Monitor } from '../../../../monitor/src/main.ts';
import { APP, logIn, ORIGIN, sendSegment, useMonitors } from './monitors.ts';
import { consoleLine, makeId, makeIds, makeLines, makeSegment, number, START_AT, type Ids } from './segments.ts';

const monitors = useMonitors();

function makeSummary(ids: Ids, more: Partial<Summary> = {}): Summary {
  return {
    version: 1,
    ...ids,
    at: START_AT,
    clockOffsetMs: 0,
    startedAt: START_AT,
    lastAt: START_AT + 1_000,
    state: 'running',
    url: 'https://shop.example/cart',
    userAgent: 'Browser/1',
    counts: { console: 2 },
    ring: { bytes: 10, segmentCount: 1, isShort: false },
    states: [],
    firedTriggers: [],
    agent: { version: '0.1.0', worker: 'url', storage: 'indexeddb', reasons: [] },
    ...more,
  };
}

function sendSummary({ app }: Monitor, summary: object, type = 'text/plain;charset=UTF-8') {
  const headers = { 'content-type': type, origin: ORIGIN };
  return app.inject({ method: 'POST', url: `/v1/summaries?app=${APP}`, headers, payload: JSON.stringify(summary) });
}

describe('summaries', () => {
  it('show a session of which nothing is archived; the newest of a page wins', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    const reply = await sendSummary(monitor, makeSummary(ids, { at: START_AT + 10, user: 'jane', state: 'ended' }));
    expect([reply.statusCode, reply.json()]).toMatchObject([200, { verdict: 'none' }]);
    expect((await sendSummary(monitor, makeSummary(ids, { at: START_AT }), 'application/json')).statusCode).toBe(200);
    const operator = await logIn(monitor);
    const { session, summaries, pages } = (await operator.get(`/v1/sessions/${ids.sessionId}`)).json<SessionDetail>();
    expect(session).toMatchObject({ user: 'jane', state: 'ended', archivedRecordCount: 0, archivedFromAt: null });
    expect([summaries.length, pages]).toEqual([1, []]);
  });

  it.each([
    ['no JSON', '{', 400, 'bad_request'],
    ['something else', '{"version":1}', 400, 'summary_invalid'],
    [
      'nesting without end',
      `{"version":1,"traits":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
      400,
      'bad_request',
    ],
    ['more than a summary holds', `{"a":"${'x'.repeat(70_000)}"}`, 413, 'summary_invalid'],
  ])('are refused: %s', async (_, payload, status, code) => {
    const monitor = await monitors.start();
    const headers = { 'content-type': 'text/plain', origin: ORIGIN };
    const reply = await monitor.app.inject({ method: 'POST', url: `/v1/summaries?app=${APP}`, headers, payload });
    expect([reply.statusCode, reply.json().error.code]).toEqual([status, code]);
  });

  it('can not take over the page of another session', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    await sendSummary(monitor, makeSummary(ids));
    const reply = await sendSummary(monitor, makeSummary({ ...ids, sessionId: makeId() }));
    expect(reply.statusCode).toBe(409);
  });
});

const error = (message: string): Capture => ({
  kind: 'error',
  at: START_AT,
  data: { type: 'error', name: 'TypeError', message },
});
const payment = (status: number): Capture => ({
  kind: 'network',
  at: START_AT,
  data: {
    api: 'fetch',
    method: 'POST',
    url: 'https://shop.example/api/payment',
    path: '/api/payment',
    status,
    failed: false,
    durationMs: 9,
  },
});

describe('search', () => {
  async function prepare() {
    const monitor = await monitors.start();
    const jane = makeIds();
    const joe = makeIds();
    const janes: Capture[] = [
      { kind: 'identify', at: START_AT, data: { user: 'jane_1' } },
      {
        kind: 'navigation',
        at: START_AT,
        data: { type: 'load', url: 'https://shop.example/checkout', path: '/checkout' },
      },
      payment(402),
      error('Cannot read properties of undefined'),
      consoleLine(START_AT, 'card 4111 1111 1111 1111 of jane@mail.example "quoted" * NEAR('),
    ];
    await sendSegment(monitor, makeSegment({ ids: jane, records: number(janes) }));
    await sendSegment(monitor, makeLines(joe, 0, 3));
    await monitor.settled();
    const operator = await logIn(monitor);
    const find = async (query: string) => {
      const reply = await operator.get(`/v1/sessions?${query}`);
      const names = { [jane.sessionId]: 'jane', [joe.sessionId]: 'joe' };
      return reply
        .json<SessionsReply>()
        .sessions.map(({ sessionId }) => names[sessionId])
        .sort();
    };
    return { monitor, find, jane, operator };
  }

  it.each([
    ['', ['jane', 'joe']],
    ['user=JANE', ['jane']],
    ['user=jane%25', []],
    ['url=/checkout', ['jane']],
    ['url=api/paym', ['jane']],
    ['error=read%20prop', ['jane']],
    ['error=line', []],
    ['text=line', ['joe']],
    ['text=quoted', ['jane']],
    ['text=%22quoted%22*%20NEAR(', ['jane']],
    ['text=---', []],
    ['text=4111', []],
    ['text=mail.example', []],
    ['archived=true', ['jane', 'joe']],
    ['archived=false', []],
    ['live=true', []],
    ['live=false', ['jane', 'joe']],
    [`fromAt=${String(START_AT + 2_000)}`, ['joe']],
    [`toAt=${String(START_AT - 1)}`, []],
    ['app=other', []],
  ])('%s finds %j', async (query, expected) => {
    const { find } = await prepare();
    expect(await find(query)).toEqual(expected);
  });

  it('counts errors and failed requests, and erases everything of a session', async () => {
    const { monitor, find, jane, operator } = await prepare();
    const url = `/v1/sessions/${jane.sessionId}`;
    const { session } = (await operator.get(url)).json<SessionDetail>();
    expect(session).toMatchObject({ errorCount: 1, failedRequestCount: 1, user: 'jane_1' });
    expect((await operator.delete(url)).statusCode).toBe(204);
    expect([await find(''), await find('error=properties')]).toEqual([['joe'], []]);
    for (const gone of [url, `${url}/records`]) expect((await operator.get(gone)).statusCode).toBe(404);
    expect((await operator.delete(url)).statusCode).toBe(404);
    // It does not come back by what a device still sends.
    await monitor.settled();
    const late = [await sendSegment(monitor, makeLines(jane, 0, 3)), await sendSummary(monitor, makeSummary(jane))];
    expect(late.map(({ statusCode }) => statusCode)).toEqual([410, 410]);
    expect(late[0]?.json()).toMatchObject({ error: { code: 'session_erased' } });
  });

  it('pages through many sessions without losing or repeating any', async () => {
    const monitor = await monitors.start();
    const all = Array.from({ length: 23 }, makeIds);
    // Several begin at the same moment.
    for (const [index, ids] of all.entries()) {
      const startedAt = START_AT + (index % 4) * 1_000;
      await sendSummary(monitor, makeSummary(ids, { startedAt, lastAt: startedAt }));
    }
    const operator = await logIn(monitor);
    for (const filter of ['', '&live=false']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const reply: SessionsReply = (
          await operator.get(`/v1/sessions?limit=5${filter}${cursor && `&cursor=${cursor}`}`)
        ).json();
        seen.push(...reply.sessions.map(({ sessionId }) => sessionId));
        cursor = reply.nextCursor;
      }
      expect(seen).toHaveLength(23);
      expect(new Set(seen)).toEqual(new Set(all.map(({ sessionId }) => sessionId)));
    }
  });

  it.each(['limit=x', 'limit=0.5', 'cursor=abc', 'fromAt=yesterday', 'live=perhaps'])('refuses %s', async (query) => {
    const monitor = await monitors.start();
    const operator = await logIn(monitor);
    const reply = await operator.get(`/v1/sessions?${query}`);
    expect([reply.statusCode, reply.json().error.code]).toEqual([400, 'bad_request']);
  });
});

describe('a session', () => {
  it('lists ranges and gaps of its pages', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    await sendSegment(monitor, makeLines(ids, 20, 29, { checkpoint: true }));
    await sendSegment(monitor, makeLines(ids, 5, 9));
    await sendSegment(monitor, makeLines(ids, 10, 14));
    await monitor.settled();
    const operator = await logIn(monitor);
    const { pages } = (await operator.get(`/v1/sessions/${ids.sessionId}`)).json<SessionDetail>();
    expect(pages).toHaveLength(1);
    expect(pages[0]?.ranges.map(({ first, last, checkpoint }) => [first, last, checkpoint])).toEqual([
      [5, 9, false],
      [10, 14, false],
      [20, 29, true],
    ]);
    expect(pages[0]?.gaps).toEqual([{ first: 15, last: 19, fromAt: START_AT + 14_000, toAt: START_AT + 20_000 }]);
  });
});
