import { describe, expect, it } from 'vitest';
import type { PageRow, RecordsReply, TimelineRecord } from '../../../monitor/src/api/contract.ts';
import {
  startRecordLoader,
  type LoadedRecords,
  type RecordLoaderDeps,
} from '../../../monitor/web/session/recordLoader.ts';

function row(sequence: number, pageId: string): TimelineRecord {
  return { kind: 'mark', at: sequence, correctedAt: sequence, sequence, tabId: 'tab', pageId, data: { name: 'm' } };
}
function pageRow(pageId: string, ...ranges: [first: number, last: number][]): PageRow {
  const flags = { checkpoint: true, partial: false };
  const full = ranges.map(([first, last]) => ({ first, last, firstAt: first, lastAt: last, ...flags }));
  return { pageId, tabId: 'tab', firstAt: 0, lastAt: 0, clockOffsetMs: 0, ranges: full, gaps: [] };
}

/** A monitor that answers two records at a time; the cursor is the number to go on from. */
function startMonitor() {
  const stored = new Map<string, number[]>();
  const asked: string[] = [];
  const seen: LoadedRecords[] = [];
  const fail = { next: false };
  const fetchRecords: RecordLoaderDeps['fetchRecords'] = ({ page, cursor }) => {
    asked.push(`${page}@${cursor ?? 'start'}`);
    if (fail.next) return Promise.reject(new Error('down'));
    const from = Number(cursor ?? 0);
    const numbers = (stored.get(page) ?? []).filter((number) => number >= from);
    const nextCursor = numbers[2] === undefined ? null : String(numbers[2]);
    const reply: RecordsReply = { records: numbers.slice(0, 2).map((number) => row(number, page)), nextCursor };
    return Promise.resolve(reply);
  };
  const loader = startRecordLoader({ fetchRecords, onChange: (loaded) => seen.push(loaded) });
  const settle = async (): Promise<LoadedRecords | undefined> => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    return seen.at(-1);
  };
  const put = (page: string, first: number, last: number): void => {
    const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    stored.set(
      page,
      [...(stored.get(page) ?? []), ...numbers].sort((a, b) => a - b),
    );
  };
  return { loader, settle, put, asked, seen, fail };
}

const sequences = (loaded: LoadedRecords | undefined) => loaded?.records.map(({ sequence }) => sequence);

describe('startRecordLoader', () => {
  it('loads in parts, shows what has come, and ends whole', async () => {
    const monitor = startMonitor();
    monitor.put('p', 0, 4);
    monitor.loader.update([pageRow('p', [0, 4])]);
    const loaded = await monitor.settle();
    expect(monitor.seen.map(({ loadedCount }) => loadedCount)).toEqual([0, 2, 4, 5]);
    expect(loaded).toMatchObject({ isLoading: false, totalCount: 5, unreadableCount: 0, error: undefined });
    expect(sequences(loaded)).toEqual([0, 1, 2, 3, 4]);
  });

  it('asks for nothing where nothing has changed', async () => {
    const monitor = startMonitor();
    monitor.put('p', 0, 1);
    monitor.loader.update([pageRow('p', [0, 1])]);
    await monitor.settle();
    monitor.loader.update([pageRow('p', [0, 1])]);
    await monitor.settle();
    expect(monitor.asked).toEqual(['p@start']);
  });

  it('continues a page that has grown from its last part, without doubles', async () => {
    const monitor = startMonitor();
    monitor.put('p', 0, 4);
    monitor.loader.update([pageRow('p', [0, 4])]);
    await monitor.settle();
    monitor.put('p', 5, 6);
    monitor.loader.update([pageRow('p', [0, 4], [5, 6])]);
    const loaded = await monitor.settle();
    expect(sequences(loaded)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(monitor.asked.slice(3)).toEqual(['p@4', 'p@6']);
  });

  it('loads a page anew whose older part has come, and keeps the rest shown meanwhile', async () => {
    const monitor = startMonitor();
    monitor.put('p', 4, 6);
    monitor.put('q', 0, 0);
    monitor.loader.update([pageRow('p', [4, 6]), pageRow('q', [0, 0])]);
    await monitor.settle();
    const before = monitor.seen.length;
    monitor.put('p', 0, 3);
    monitor.loader.update([pageRow('p', [0, 3], [4, 6]), pageRow('q', [0, 0])]);
    const loaded = await monitor.settle();
    expect(loaded?.records).toHaveLength(8);
    for (const { records } of monitor.seen.slice(before)) expect(records.length).toBeGreaterThanOrEqual(4);
    expect(monitor.asked.filter((question) => question.startsWith('q'))).toHaveLength(1);
  });

  it('reports a failure, keeps what it has, and tries again with the next update', async () => {
    const monitor = startMonitor();
    monitor.put('p', 0, 1);
    monitor.loader.update([pageRow('p', [0, 1])]);
    await monitor.settle();
    monitor.fail.next = true;
    monitor.put('p', 2, 3);
    monitor.loader.update([pageRow('p', [0, 1], [2, 3])]);
    const failed = await monitor.settle();
    expect(failed?.error).toBeInstanceOf(Error);
    expect(sequences(failed)).toEqual([0, 1]);
    monitor.fail.next = false;
    monitor.loader.update([pageRow('p', [0, 1], [2, 3])]);
    const loaded = await monitor.settle();
    expect(sequences(loaded)).toEqual([0, 1, 2, 3]);
    expect(loaded?.error).toBeUndefined();
  });

  it('says nothing more after stop', async () => {
    const monitor = startMonitor();
    monitor.put('p', 0, 4);
    monitor.loader.update([pageRow('p', [0, 4])]);
    monitor.loader.stop();
    const before = monitor.seen.length;
    await monitor.settle();
    expect(monitor.seen).toHaveLength(before);
  });
});
