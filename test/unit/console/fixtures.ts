import type { SessionRecord } from '../../../monitor/web/model/sessionRecord.ts';

type Data<K extends SessionRecord['kind']> = Extract<SessionRecord, { kind: K }>['data'];

/** Places of a record; the rest follows from its number: one record per second, on one page of one tab. */
export interface Place {
  sequence: number;
  at?: number;
  pageId?: string;
  tabId?: string;
  offsetMs?: number;
}

export const START_AT = 1_000_000;

export function placed({
  sequence,
  at = START_AT + sequence * 1_000,
  pageId = 'page-1',
  tabId = 'tab-1',
  offsetMs = 0,
}: Place) {
  return { sequence, at, correctedAt: at + offsetMs, pageId, tabId };
}

export function domRecord(place: Place, type: number, data: unknown = {}): SessionRecord {
  const position = placed(place);
  return { ...position, kind: 'dom', data: { event: { type, timestamp: position.at, data } } };
}

export function click(place: Place): SessionRecord {
  return { ...placed(place), kind: 'pointer', data: { type: 'click', selector: '#pay', label: 'Pay', trusted: true } };
}

export function network(place: Place, data: Partial<Data<'network'>> = {}): SessionRecord {
  const whole = {
    api: 'fetch',
    method: 'GET',
    url: 'https://shop.example/api/cart?id=***',
    path: '/api/cart',
    status: 200,
  } as const;
  return { ...placed(place), kind: 'network', data: { ...whole, failed: false, durationMs: 100, ...data } };
}

export function consoleLine(place: Place, level: Data<'console'>['level'], message: string): SessionRecord {
  return { ...placed(place), kind: 'console', data: { level, message } };
}

export function tileRecord(place: Place, data: Partial<Data<'tile'>>): SessionRecord {
  const whole: Data<'tile'> = {
    target: 'viewport',
    cause: 'rule',
    box: { x: 0, y: 0, width: 300, height: 200 },
    width: 300,
    height: 200,
    tileSize: 100,
    full: true,
    type: 'image/webp',
    tiles: [],
  };
  return { ...placed(place), kind: 'tile', data: { ...whole, ...data } };
}
