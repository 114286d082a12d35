import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { packDom } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';
import type { StoredAsset } from '../../../../monitor/src/ports/index.ts';
import { createSheetTexts } from '../../../../monitor/src/replay/sheetTexts.ts';
import type { Monitor } from '../../../../monitor/src/main.ts';
import { APP, logIn, ORIGIN, sendSegment, useMonitors } from './monitors.ts';
import { makeIds, makeSegment, START_AT } from './segments.ts';

const monitors = useMonitors();
const SHEET = '.a { color: red }\n'.repeat(400);
const RULES = ['.b { color: red }', '@media print {\n  .b { color: blue }\n}'];
const nameOf = (text: string) => createHash('sha256').update(text).digest('hex');

const link = (text: unknown, id = 2) => ({
  type: 2,
  id,
  tagName: 'link',
  attributes: { _cssText: text },
  childNodes: [],
});
const full = (...childNodes: object[]) => ({
  type: 2,
  data: { node: { type: 0, id: 1, childNodes } },
  timestamp: START_AT,
});
const adopted = (rules: unknown) => ({
  type: 3,
  data: { source: 15, id: 1, styleIds: [1], styles: [{ styleId: 1, rules }] },
  timestamp: START_AT,
});
const told = RULES.map((rule, index) => ({ rule, index }));

function segmentOf(ids: ReturnType<typeof makeIds>) {
  const datas = [
    { sheets: [nameOf(SHEET)], event: full(link({ sheet: 0 }), link('b {}', 3)), checkpoint: true },
    { sheets: [nameOf(RULES.join('\f'))], event: adopted({ sheet: 0 }) },
    { event: full(link(SHEET)) },
  ];
  const records = datas.map((data, sequence) => ({
    kind: 'dom',
    at: START_AT,
    data: packDom(data, START_AT),
    sequence,
  }));
  return makeSegment({ ids, records });
}
const put = ({ app }: Monitor, text: string, payload: Buffer, session: string) =>
  app.inject({
    method: 'PUT',
    url: `/v1/assets/${nameOf(text)}?app=${APP}&session=${session}&encoding=gzip`,
    payload,
    headers: { origin: ORIGIN, 'content-type': 'text/css' },
  });

describe('style sheets by hash', () => {
  it('are missing, and said to be, until they have come; then the records are whole', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    const sent = await sendSegment(monitor, segmentOf(ids));
    expect(sent.statusCode, sent.body).toBe(201);
    await monitor.settled();
    const operator = await logIn(monitor);
    const read = async () => {
      const { records } = (await operator.get(`/v1/sessions/${ids.sessionId}/records`)).json();
      return records.map(({ data }: { data: unknown }) => data);
    };
    const whole = { event: full(link(SHEET)) };
    expect(await read()).toEqual([
      { event: full(link(''), link('b {}', 3)), checkpoint: true, sheetsMissing: 1 },
      { event: adopted([]), sheetsMissing: 1 },
      whole,
    ]);
    for (const text of [SHEET, RULES.join('\f')]) {
      expect((await put(monitor, text, gzipSync(text), ids.sessionId)).statusCode).toBe(201);
    }
    expect(await read()).toEqual([
      { event: full(link(SHEET), link('b {}', 3)), checkpoint: true },
      { event: adopted(told) },
      whole,
    ]);
    const file = await operator.get(`/v1/apps/${APP}/assets/${nameOf(SHEET)}`);
    expect([file.body, file.headers['content-type']]).toEqual([SHEET, 'text/css']);
  });

  it.each([
    ['no gzip', Buffer.from(SHEET)],
    ['of another content', gzipSync('b {}')],
    ['a bomb', gzipSync(Buffer.alloc(5_000_001))],
  ])('are refused: %s', async (_name, payload) => {
    const monitor = await monitors.start();
    expect((await put(monitor, SHEET, payload, makeIds().sessionId)).statusCode).toBe(422);
  });

  it('come in answers that stay small, however many records name one', async () => {
    const monitor = await monitors.start();
    const ids = makeIds();
    const large = '.a { color: red }\n'.repeat(200_000);
    await put(monitor, large, gzipSync(large), ids.sessionId);
    const data = { sheets: [nameOf(large)], event: full(link({ sheet: 0 })) };
    const records = Array.from({ length: 20 }, (_, sequence) => ({ kind: 'dom', at: START_AT, data, sequence }));
    await sendSegment(monitor, makeSegment({ ids, records }));
    await monitor.settled();
    const operator = await logIn(monitor);
    const counts: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const reply = await operator.get(`/v1/sessions/${ids.sessionId}/records?${cursor && `cursor=${cursor}`}`);
      expect(reply.body.length).toBeLessThan(20_000_000);
      const { records: some, nextCursor } = reply.json();
      counts.push(some.length);
      cursor = nextCursor;
    }
    expect(counts).toEqual([4, 4, 4, 4, 4]);
  });
});

describe('texts of sheets', () => {
  const recordOf = (data: Record<string, unknown>) => ({
    ...{ kind: 'dom' as const, at: 1, correctedAt: 1, sequence: 0, tabId: '', pageId: '' },
    data,
  });
  const storeOf = (files: Record<string, Partial<StoredAsset>>) => {
    const asked: string[] = [];
    const get = (app: string, hash: string) => {
      asked.push(`${app}/${hash}`);
      const file = files[hash];
      return Promise.resolve(file && { type: 'text/css', bytes: Buffer.from(SHEET), ...file });
    };
    return { asked, texts: createSheetTexts({ get }) };
  };

  it('are read once per application, and what is missing is looked for again', async () => {
    const { asked, texts } = storeOf({ a: {} });
    const record = recordOf({ sheets: ['a', 'b'], event: full(link({ sheet: 0 }), link({ sheet: 1 }, 3)) });
    for (const app of ['one', 'one', 'two']) {
      const filled = await texts.fill(app, record);
      expect(filled).toEqual({
        record: { ...record, data: { event: full(link(SHEET), link('', 3)), sheetsMissing: 1 } },
        length: SHEET.length,
      });
    }
    expect(asked).toEqual(['one/a', 'one/b', 'one/b', 'two/a', 'two/b']);
  });

  it('are style sheets only', async () => {
    const { texts } = storeOf({ a: { type: 'image/png' } });
    const { record } = await texts.fill('one', recordOf({ sheets: ['a'], event: full(link({ sheet: 0 })) }));
    expect(record.data).toEqual({ event: full(link('')), sheetsMissing: 1 });
  });

  it('take no more in one record than it may hold, however often it names them', async () => {
    const { texts } = storeOf({
      a: { bytes: Buffer.alloc(4_000_000, 'x') },
      b: { bytes: Buffer.alloc(4_000_000, '\f') },
    });
    const links = Array.from({ length: 50 }, (_, index) => link({ sheet: 0 }, index + 2));
    const many = await texts.fill('one', recordOf({ sheets: ['a'], event: full(...links) }));
    expect([many.length, many.record.data['sheetsMissing']]).toEqual([32_000_000, 1]);
    const rules = await texts.fill('one', recordOf({ sheets: ['b'], event: adopted({ sheet: 0 }) }));
    expect(rules.record.data).toEqual({ event: adopted([]), sheetsMissing: 1 });
  });

  it('of many sheets: the least recently used are read again', async () => {
    const names = Array.from({ length: 6 }, (_, index) => String(index));
    const { asked, texts } = storeOf(
      Object.fromEntries(names.map((name) => [name, { bytes: Buffer.alloc(4_000_000) }])),
    );
    const look = (name: string) => texts.fill('one', recordOf({ sheets: [name], event: full(link({ sheet: 0 })) }));
    for (const name of ['0', '1', '2', '3', '4', '0', '5', '0', '1']) await look(name);
    expect(asked.map((name) => name.slice(4))).toEqual(['0', '1', '2', '3', '4', '5', '1']);
  });
});
