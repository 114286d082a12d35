import { RecordSchema, type StampedRecord } from 'rewindow/wire';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { assembleFacts, listTexts } from '../../../../monitor/src/index/segmentFacts.ts';

const IDS = { sessionId: 's', tabId: 't', pageId: 'p' };
const stamped = (kind: string, data: object): StampedRecord => ({
  ...v.parse(RecordSchema, { kind, at: 1, sequence: 0, data }),
  ...IDS,
});
const CANARY = 'canary-of-a-body';

it.each([
  ['frustration', { type: 'errorClick', selector: '#a', label: 'Pay', message: 'x is null' }, ['text:Pay x is null']],
  ['performance', { type: 'vital', name: 'INP', rating: 'poor', amount: 900 }, ['text:INP poor']],
  [
    'performance',
    { type: 'longFrame', durationMs: 90, scripts: [{ url: '/slow.js', invoker: 'x', durationMs: 80 }] },
    ['url:/slow.js'],
  ],
  [
    'error',
    { type: 'csp', name: 'SecurityPolicy', message: 'img-src: /x', url: '/x' },
    ['error:SecurityPolicy img-src: /x', 'url:/x'],
  ],
  ['context', { data: { plan: 'gold' } }, ['text:plan gold']],
  ['provider', { name: 'cart', message: 'timed out' }, ['text:cart timed out']],
  ['consent', { state: 'granted' }, []],
  ['page', { type: 'device', timeZone: 'Europe/Zurich' }, []],
])('of %s %j it finds %j', (kind, data, texts) => {
  expect(listTexts(stamped(kind, data)).map(({ category, text }) => `${category}:${text}`)).toEqual(texts);
});

it('never looks into bodies, headers and values of fields', () => {
  const body = { type: 'text/plain', text: CANARY };
  const headers = { 'x-canary': CANARY };
  const exchange = { api: 'fetch', method: 'GET', url: '/a', path: '/a', status: 200, failed: false, durationMs: 1 };
  const depth = { requestBody: body, responseBody: body, requestHeaders: headers, responseHeaders: headers };
  const records = [
    stamped('network', { ...exchange, ...depth }),
    stamped('input', { type: 'change', selector: '#a', value: CANARY, trusted: true }),
  ];
  expect(JSON.stringify(records)).toContain(CANARY);
  expect(JSON.stringify(records.flatMap(listTexts))).not.toContain(CANARY);
});

it('counts an error as often as its record stands for', () => {
  const error = (more: object) => stamped('error', { type: 'error', name: 'Error', message: 'm', ...more });
  expect(assembleFacts([error({}), error({ count: 999 })]).errorCount).toBe(1_000);
});
