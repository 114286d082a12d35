import { gzipSync } from 'node:zlib';
import { encodeSegment, LIMITS, packDom } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';
import { APP, logIn, sendSegment, useMonitors } from './monitors.ts';
import { consoleLine, makeIds, makeLines, makeSegment, number, START_AT } from './segments.ts';

const monitors = useMonitors();
const codeOf = (reply: { json(): { error: { code: string } } }) => reply.json().error.code;

describe('POST /v1/segments', () => {
  it('stores once, says so the second time, and shows the session', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    const bytes = makeLines(ids, 0, 9);
    const first = await sendSegment(monitor, bytes);
    expect(first.statusCode, first.body).toBe(201);
    expect(first.json()).toMatchObject({ status: 'stored' });
    const again = await sendSegment(monitor, bytes, { headers: { 'content-type': 'application/octet-stream' } });
    expect([again.statusCode, again.json().status]).toEqual([200, 'duplicate']);
    await monitor.settled();
    const operator = await logIn(monitor);
    const { sessions } = (await operator.get('/v1/sessions')).json();
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ sessionId: ids.sessionId, app: APP, archivedRecordCount: 10, pageCount: 1 });
    expect(sessions[0]).toMatchObject({ archivedBytes: bytes.length, startedAt: START_AT, lastAt: START_AT + 9_000 });
  });

  it('reads packed records and others alike', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    const at = START_AT;
    const node = { type: 2, id: 8, tagName: 'td', attributes: { class: 'a' }, childNodes: [] };
    const adds = [
      { parentId: 3, nextId: null, node },
      { parentId: 8, nextId: null, node: { type: 3, id: 9, textContent: 'in it' } },
    ];
    const change = { source: 0, removes: [{ parentId: 3, id: 7 }], adds, texts: [], attributes: [] };
    const events = [
      { type: 4, data: { href: 'https://shop.example/', width: 9, height: 9 }, timestamp: at },
      {
        type: 2,
        data: { node: { type: 0, id: 1, childNodes: [node] }, initialOffset: { top: 0, left: 0 } },
        timestamp: at,
      },
      { type: 3, data: change, timestamp: at },
      { type: 3, data: change, timestamp: at + 5 },
    ];
    const datas = [...events.map((event) => packDom({ event }, at)), ...events.map((event) => ({ event }))];
    const records = datas.map((data, sequence) => ({ kind: 'dom', at, data, sequence }));
    expect(JSON.stringify(records).split('"packed"')).toHaveLength(4);
    const sent = await sendSegment(monitor, makeSegment({ ids, records }));
    expect(sent.statusCode, sent.body).toBe(201);
    await monitor.settled();
    const operator = await logIn(monitor);
    const reply = (await operator.get(`/v1/sessions/${ids.sessionId}/records`)).json();
    expect(reply.records.map((record: { data: unknown }) => record.data)).toEqual(
      [...events, ...events].map((event) => ({ event })),
    );
  });

  it('refuses other bytes for the same range and ranges that overlap, before and after indexing', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    await sendSegment(monitor, makeLines(ids, 10, 19));
    const others = [
      makeLines(ids, 10, 19, { clockOffsetMs: 5 }),
      makeLines(ids, 15, 25),
      makeLines(ids, 0, 10),
      makeLines(ids, 12, 14),
      makeLines(ids, 0, 40),
    ];
    for (const round of ['at once', 'later']) {
      for (const bytes of others) {
        const reply = await sendSegment(monitor, bytes);
        expect([reply.statusCode, codeOf(reply)], round).toEqual([409, 'segment_conflict']);
      }
      await monitor.settled();
    }
    expect((await sendSegment(monitor, makeLines(ids, 20, 29))).statusCode).toBe(201);
    expect((await sendSegment(monitor, makeLines(ids, 0, 9))).statusCode).toBe(201);
    await monitor.settled();
    const operator = await logIn(monitor);
    const { records } = (await operator.get(`/v1/sessions/${ids.sessionId}/records`)).json();
    expect(records.map((record: { sequence: number }) => record.sequence)).toEqual([...Array(30).keys()]);
  });

  it('accepts one of two overlapping segments that arrive at the same moment', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    const replies = await Promise.all(
      [0, 1, 2, 3].map((first) => sendSegment(monitor, makeLines(ids, first, first + 5))),
    );
    expect(replies.map((reply) => reply.statusCode).sort()).toEqual([201, 409, 409, 409]);
  });

  it('refuses pages and sessions that belong to others', async () => {
    const monitor = await monitors.start();
    await monitor.ensureApp({ key: 'other', name: 'Other', allowedOrigins: ['*'] });
    const ids = makeIds();
    await sendSegment(monitor, makeLines(ids, 0, 9));
    await monitor.settled();
    const foreign = makeIds();
    const attempts = [
      sendSegment(monitor, makeLines({ ...ids, sessionId: foreign.sessionId }, 10, 19)),
      sendSegment(monitor, makeLines(ids, 10, 19), { key: 'other' }),
      sendSegment(monitor, makeLines({ ...ids, pageId: foreign.pageId }, 0, 9), { key: 'other' }),
    ];
    for (const reply of await Promise.all(attempts))
      expect([reply.statusCode, codeOf(reply)]).toEqual([409, 'segment_conflict']);
  });

  it.each([
    ['an unknown key', { key: 'nobody' }, 'app_unknown'],
    ['a key that is none', { key: 'a%20b' }, 'app_unknown'],
    ['an origin that is not allowed', { headers: { origin: 'https://evil.example' } }, 'origin_refused'],
    ['an opaque origin', { headers: { origin: 'null' } }, 'origin_refused'],
  ])('refuses %s', async (_, options, code) => {
    const monitor = await monitors.start();
    const reply = await sendSegment(monitor, makeLines(makeIds(), 0, 1), options);
    expect([reply.statusCode, codeOf(reply)]).toEqual([403, code]);
  });
});

describe('bad segments', () => {
  const ids = makeIds();
  const lines = number([consoleLine(START_AT, 'a'), consoleLine(START_AT, 'b')]);
  const [one, two] = lines;
  const bomb = gzipSync(Buffer.alloc(LIMITS.inflatedBytes + 1_000_000, 0x20));
  const header = {
    version: 1 as const,
    ...ids,
    first: 0,
    last: 1,
    firstAt: 0,
    lastAt: 0,
    checkpoint: false,
    clockOffsetMs: 0,
    encoding: 'gzip' as const,
    inflatedBytes: 100,
  };
  const style = { type: 3, id: 1, textContent: { sheet: 1 }, isStyle: true };
  const withSheet = (record: { data: object }) => ({ ...record, data: { sheets: ['a'.repeat(64)], ...record.data } });
  const pack = (packed: unknown[]) => ({ kind: 'dom', at: 1, sequence: 0, data: { packed } });
  const deep = `[{"kind":"custom","at":1,"sequence":0,"data":{"name":"x","data":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}}]`;
  it.each<[string, Uint8Array, number, string]>([
    ['nothing', new Uint8Array(), 400, 'segment_malformed'],
    ['other bytes', Buffer.from('{"hello":1}'), 400, 'segment_malformed'],
    ['a cut container', makeSegment({ ids, records: lines }).subarray(0, 60), 400, 'segment_malformed'],
    ['a wrong hash', makeSegment({ ids, records: lines, header: { sha256: '0'.repeat(64) } }), 422, 'segment_corrupt'],
    [
      'cut gzip',
      encodeSegment({ header, payload: gzipSync(JSON.stringify(lines)).subarray(0, 30) }),
      422,
      'segment_corrupt',
    ],
    ['a bomb that lies', encodeSegment({ header, payload: bomb }), 422, 'segment_corrupt'],
    [
      'fewer bytes than said',
      makeSegment({ ids, records: lines, header: { inflatedBytes: 9_999 } }),
      422,
      'segment_corrupt',
    ],
    ['no JSON', makeSegment({ ids, records: lines, text: '[{' }), 400, 'segment_malformed'],
    ['no list', makeSegment({ ids, records: lines, text: '{}' }), 400, 'segment_malformed'],
    ['a record too few', makeSegment({ ids, records: [one], header: { last: 1 } }), 422, 'segment_out_of_order'],
    ['records swapped', makeSegment({ ids, records: [two, one] }), 422, 'segment_out_of_order'],
    ['a gap', makeSegment({ ids, records: [one, { ...two, sequence: 2 }] }), 422, 'segment_out_of_order'],
    ['an unknown kind', makeSegment({ ids, records: [{ ...one, kind: 'magic' }] }), 422, 'record_invalid'],
    ['a time of no date', makeSegment({ ids, records: [{ ...one, at: 1e300 }] }), 422, 'record_invalid'],
    ['data of another kind', makeSegment({ ids, records: [{ ...one, data: { name: 1 } }] }), 422, 'record_invalid'],
    [
      'a sheet that the record does not name',
      makeSegment({ ids, records: [pack([2, { type: 2, data: { node: style } }])].map(withSheet) }),
      422,
      'record_invalid',
    ],
    ['nesting without end', makeSegment({ ids, records: [0], text: deep }), 422, 'record_invalid'],
    [
      'values without end',
      makeSegment({ ids, records: lines, text: `[${'[],'.repeat(4_000_000)}[]]` }),
      413,
      'segment_too_large',
    ],
    ['another packing', makeSegment({ ids, records: [pack([3, {}])] }), 501, 'packing_unknown'],
    ['what no packing makes', makeSegment({ ids, records: [pack([1, {}])] }), 422, 'record_invalid'],
    [
      'nodes without end',
      makeSegment({
        ids,
        records: [pack([1, { data: {} }, Array.from({ length: 900_000 }, () => [0, 1, '=']).flat()])],
      }),
      413,
      'segment_too_large',
    ],
    ['more than a segment holds', Buffer.alloc(LIMITS.segmentBytes + 1), 413, 'segment_too_large'],
    ['far more than a segment holds', Buffer.alloc(3 * LIMITS.segmentBytes), 413, 'segment_too_large'],
  ])('are refused: %s', async (_, bytes, status, code) => {
    const monitor = await monitors.start();
    const reply = await sendSegment(monitor, bytes);
    expect([reply.statusCode, codeOf(reply)]).toEqual([status, code]);
    await monitor.settled();
    const operator = await logIn(monitor);
    expect((await operator.get('/v1/sessions')).json().sessions).toEqual([]);
  });

  it('leave what is stored alone', async () => {
    const monitor = await monitors.start();
    await sendSegment(monitor, makeLines(ids, 0, 9));
    await sendSegment(monitor, makeSegment({ ids, records: lines, header: { first: 10, last: 11 } }));
    await monitor.settled();
    const operator = await logIn(monitor);
    expect((await operator.get(`/v1/sessions/${ids.sessionId}/records`)).json().records).toHaveLength(10);
  });
});
