import { RECORD_KINDS } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';
import { describeRecord } from '../../../monitor/web/model/describe.ts';
import { splitDetails } from '../../../monitor/web/model/detailSections.ts';
import { EVENT_GROUPS } from '../../../monitor/web/model/eventFilter.ts';
import { LANES, laneOf } from '../../../monitor/web/model/lanes.ts';
import type { SessionRecord } from '../../../monitor/web/model/sessionRecord.ts';
import { toneOf } from '../../../monitor/web/model/tone.ts';
import { consoleLine, network, placed } from './fixtures.ts';

type Data<K extends SessionRecord['kind']> = Extract<SessionRecord, { kind: K }>['data'];
const at = placed({ sequence: 0 });
const target = { selector: '#pay', label: 'Pay' };

const input = (data: Partial<Data<'input'>>): SessionRecord => {
  return { ...at, kind: 'input', data: { ...target, type: 'input', trusted: true, ...data } };
};
const pointer = (data: Partial<Data<'pointer'>>): SessionRecord => {
  return { ...at, kind: 'pointer', data: { ...target, type: 'click', trusted: true, ...data } };
};
const frustration = (data: Partial<Data<'frustration'>>): SessionRecord => {
  return { ...at, kind: 'frustration', data: { ...target, type: 'rageClick', ...data } };
};
const performance = (data: Data<'performance'>): SessionRecord => ({ ...at, kind: 'performance', data });
const page = (data: Data<'page'>): SessionRecord => ({ ...at, kind: 'page', data });
const error = (data: Partial<Data<'error'>>): SessionRecord => {
  return { ...at, kind: 'error', data: { type: 'error', name: 'TypeError', message: 'no', ...data } };
};
const SCRIPTS = [{ url: 'https://shop.example/a.js', invoker: 'BUTTON#pay.onclick', durationMs: 150 }];

it('every kind but the DOM is in one group of the list, and has a lane unless it only serves the picture', () => {
  const grouped = EVENT_GROUPS.flatMap(({ kinds }) => kinds);
  expect([...grouped].sort()).toEqual(RECORD_KINDS.filter((kind) => kind !== 'dom').sort());
  const lanes = LANES.map(({ id }) => id);
  const without = RECORD_KINDS.filter((kind) => laneOf(kind) === undefined);
  expect(without).toEqual(['dom', 'asset']);
  expect(new Set(RECORD_KINDS.flatMap((kind) => laneOf(kind) ?? []))).toEqual(new Set(lanes));
});

describe('a line for', () => {
  it.each<[SessionRecord, title: string, detail: string, tone: string]>([
    [
      input({ type: 'visit', visitCount: 2, dwellMs: 4_200, editCount: 12, correctionCount: 1, pasted: true }),
      'visit',
      'Pay · stay 2 · 4.2 s · 12 edits · 1 correction · pasted',
      'plain',
    ],
    [input({ type: 'change', value: 'CH', length: 2 }), 'change', 'Pay · “CH”', 'plain'],
    [input({ type: 'validation', message: 'Too short' }), 'validation', 'Pay · Too short', 'warn'],
    [pointer({ type: 'key', key: 'Ctrl+S', keyType: 'shortcut' }), 'key', 'Ctrl+S · Pay', 'plain'],
    [pointer({ type: 'swipe', direction: 'left', distance: 120.4 }), 'swipe', 'left · 120 px · Pay', 'plain'],
    [pointer({ type: 'pinch', scale: 1.5 }), 'pinch', '1.50 × · Pay', 'plain'],
    [pointer({ type: 'move', points: [[1, 2, 0]] }), 'move', '1 point · Pay', 'plain'],
    [frustration({ count: 5 }), 'rage click', 'Pay · 5 clicks', 'warn'],
    [frustration({ type: 'errorClick', message: 'x is null' }), 'error click', 'Pay · x is null', 'warn'],
    [frustration({ type: 'thrashedCursor', count: 8 }), 'thrashed cursor', 'Pay · 8 turns', 'warn'],
    [error({ count: 999 }), 'TypeError', 'no · and 999 more like it', 'bad'],
    [
      error({ type: 'csp', directive: 'script-src', url: 'https://cdn.example', disposition: 'enforce' }),
      'csp',
      'script-src blocked https://cdn.example',
      'bad',
    ],
    [
      error({ type: 'csp', directive: 'img-src', url: 'data:', disposition: 'report' }),
      'csp',
      'img-src blocked data: · only reported',
      'warn',
    ],
    [
      performance({ type: 'vital', name: 'LCP', amount: 4_321, rating: 'poor', selector: '#hero' }),
      'LCP',
      '4.3 s · poor · #hero',
      'warn',
    ],
    [
      performance({ type: 'vital', name: 'CLS', amount: 0.1234, rating: 'needs-improvement' }),
      'CLS',
      '0.123 · needs improvement',
      'plain',
    ],
    [
      performance({ type: 'longFrame', durationMs: 260, blockingMs: 210, scripts: SCRIPTS }),
      'long frame',
      '260 ms · blocking 210 ms · BUTTON#pay.onclick · https://shop.example/a.js',
      'warn',
    ],
    [
      performance({ type: 'longTask', durationMs: 120, blockingMs: 70 }),
      'long task',
      '120 ms · blocking 70 ms',
      'plain',
    ],
    [page({ type: 'zoom', x: 1, y: 2, scale: 2.5 }), 'zoom', '2.5 ×', 'plain'],
    [
      page({ type: 'connection', connection: { effectiveType: '3g', roundTripMs: 300, saveData: true } }),
      'connection',
      '3g · 300 ms · saves data',
      'plain',
    ],
    [
      page({
        ...{ type: 'device', scale: 1, language: 'de', timeZone: 'Europe/Zurich' },
        device: { platform: 'Android', mobile: true, screenWidth: 400, screenHeight: 800, pixelRatio: 3, coreCount: 8 },
      }),
      'device',
      'Android · mobile · 400 × 800 · 3 × pixels · 8 cores · de · Europe/Zurich',
      'plain',
    ],
    [page({ type: 'discarded' }), 'discarded', '', 'warn'],
    [network({ sequence: 0 }, { status: 0, failed: true }), 'GET no answer', '/api/cart · 100 ms', 'bad'],
    [network({ sequence: 0 }, { status: 0, failed: true, aborted: true }), 'GET aborted', '/api/cart · 100 ms', 'warn'],
    [
      network({ sequence: 0 }, { api: 'resource', initiator: 'img', cached: true }),
      'img cached',
      '/api/cart · 100 ms',
      'plain',
    ],
    [
      network({ sequence: 0 }, { api: 'websocket', phase: 'close', sentCount: 3, receivedCount: 40, closeCode: 1006 }),
      'socket closed',
      '/api/cart · 100 ms · 3 sent · 40 received · code 1006',
      'plain',
    ],
    [{ ...at, kind: 'context', data: { data: { plan: 'gold', beta: true } } }, 'context', 'plan, beta', 'plain'],
    [{ ...at, kind: 'provider', data: { name: 'cart', message: 'timed out' } }, 'provider', 'cart · timed out', 'warn'],
    [{ ...at, kind: 'consent', data: { state: 'withdrawn' } }, 'consent', 'withdrawn', 'warn'],
    [
      {
        ...at,
        kind: 'asset',
        data: { assets: [{ url: '/a.woff2', hash: 'a'.repeat(64), type: 'font/woff2', bytes: 9 }] },
      },
      'assets',
      '1 file · /a.woff2',
      'plain',
    ],
    [consoleLine({ sequence: 0 }, 'log', 'tick'), 'log', 'tick', 'plain'],
  ])('%j', (record, title, detail, tone) => {
    expect({ ...describeRecord(record), tone: toneOf(record) }).toEqual({ title, detail, tone });
  });
});

describe('details', () => {
  it('show headers and bodies by themselves, JSON indented', () => {
    const { fields, sections } = splitDetails(
      network(
        { sequence: 0 },
        {
          requestHeaders: { 'content-type': 'application/json', 'x-request-id': '7' },
          requestBody: { type: 'application/json', text: '{"a":[1]}' },
          responseBody: { type: 'text/plain', text: '{"cut', note: 'cut at 10 bytes' },
        },
      ),
    );
    expect(fields).not.toHaveProperty('requestHeaders');
    expect(fields).toMatchObject({ status: 200, method: 'GET' });
    expect(sections).toEqual([
      { title: 'Request headers', text: 'content-type: application/json\nx-request-id: 7' },
      { title: 'Request body (application/json)', text: '{\n  "a": [\n    1\n  ]\n}' },
      { title: 'Answer body (text/plain, cut at 10 bytes)', text: '{"cut' },
    ]);
  });

  it('show a stack with its lines, and the scripts of a long frame', () => {
    expect(splitDetails(error({ stack: 'a\n b' })).sections).toEqual([{ title: 'Stack', text: 'a\n b' }]);
    expect(splitDetails(performance({ type: 'longFrame', scripts: SCRIPTS })).sections).toEqual([
      { title: 'Longest scripts', text: '150 ms  BUTTON#pay.onclick  https://shop.example/a.js' },
    ]);
  });

  it('leave other records whole', () => {
    expect(splitDetails(pointer({}))).toEqual({ fields: pointer({}).data, sections: [] });
  });
});
