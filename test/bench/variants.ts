import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { handOver, type Stage } from './stage.ts';
import { AMOUNTS } from './workloads.ts';

/**
 * What may run on the page of the workload: nothing; the agent without rules; rrweb's recorder alone, whose events are
 * posted as JSON twice a second, as the simplest tools do; the agent that records the DOM, as that recorder does; the
 * agent that captures everything.
 */
export const VARIANTS = ['none', 'dormant', 'plain', 'dom', 'full'] as const;
export type Variant = (typeof VARIANTS)[number];

export const LABELS: Record<Variant, string> = {
  none: 'without',
  dormant: 'dormant',
  plain: 'rrweb alone, posting JSON',
  dom: 'DOM alone',
  full: 'full capture',
};

/** For heads of columns. */
export const SHORT_LABELS: Record<Variant, string> = { ...LABELS, plain: 'rrweb alone' };

export const RECORDER = join(import.meta.dirname, '../../node_modules/@rrweb/record/umd/record.min.js');

export const READABLE_RECORDER = RECORDER.replace('.min.js', '.js');

/** What left the page by the plain recorder. */
export interface Posted {
  bytes: number;
  texts: string[];
}

/** Answers for the plain recorder: its script, and the place where it posts to. */
export async function routePlain(page: Page, { isReadable = false } = {}): Promise<Posted> {
  const posted: Posted = { bytes: 0, texts: [] };
  const script = `${await readFile(isReadable ? READABLE_RECORDER : RECORDER, 'utf8')};(${String(recordPlainly)})()`;
  await page.route('**/bench/plain.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  await page.route('**/bench/events', (route) => {
    const text = route.request().postData() ?? '';
    posted.bytes += Buffer.byteLength(text);
    posted.texts.push(text);
    return route.fulfill({ status: 204 });
  });
  return posted;
}

/** Runs in the page, behind rrweb's script. */
function recordPlainly(): void {
  const { rrwebRecord } = window as unknown as { rrwebRecord: { record(options: object): void } };
  let events: unknown[] = [];
  rrwebRecord.record({ maskAllInputs: true, emit: (event: unknown) => events.push(event) });
  setInterval(() => {
    if (events.length === 0) return;
    const body = JSON.stringify(events);
    events = [];
    void fetch('/bench/events', { method: 'POST', body });
  }, 500);
}

/** Puts the variant's script onto the running page. */
export async function insertVariant(page: Page, variant: Variant): Promise<void> {
  if (variant === 'none') return;
  const [src, app] = variant === 'plain' ? ['/bench/plain.js', ''] : ['/agent/rewindow.js', variant];
  await page.evaluate(
    ({ src, app }) => {
      const script = Object.assign(document.createElement('script'), { src, async: true });
      if (app !== '') script.dataset['app'] = app;
      document.head.append(script);
    },
    { src, app },
  );
}

/** Of each row the row, three cells and their texts. */
const NODE_COUNT = AMOUNTS.rounds * AMOUNTS.rows * 7;

const StatusInPage = v.object({
  phase: v.string(),
  ids: v.optional(v.object({ sessionId: v.string() })),
  recording: v.optional(v.object({ worker: v.string(), lostCount: v.number() })),
});

/**
 * Throws where the variant has not done what it is measured for. Called when the measuring is over.
 * @returns how often the recorder has made itself coarser because the page was busy
 */
export async function checkVariant({ api }: Stage, page: Page, variant: Variant, posted: Posted): Promise<number> {
  if (variant === 'none') return 0;
  if (variant === 'plain') {
    demand(
      'nodes by rrweb alone',
      posted.texts.reduce((sum, text) => sum + countNodes(text), 0),
      NODE_COUNT,
    );
    return 0;
  }
  const status = v.parse(StatusInPage, await page.evaluate('rewindow.status()'));
  if (variant === 'dormant') {
    const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const databases = await page.evaluate(() => indexedDB.databases());
    const loaded = files.filter((name) => name.includes('/agent/') && !/\/(rewindow|visit)\.js$/.test(name));
    if (status.phase === 'dormant' && databases.length === 0 && loaded.length === 0) return 0;
    throw new Error(`not dormant: ${status.phase}, ${String(databases.length)} databases, ${loaded.join(' ')}`);
  }
  if (status.phase !== 'recording' || status.recording?.worker !== 'url' || status.recording.lostCount > 0) {
    throw new Error(`not recording as it should: ${JSON.stringify(status)}`);
  }
  const sessionId = status.ids?.sessionId ?? '';
  await handOver(api, sessionId);
  const records = await api.records(sessionId);
  const countOf = (kind: string) => records.filter((record) => record.kind === kind).length;
  const dom = records.filter(({ kind }) => kind === 'dom').map(({ data }) => JSON.stringify(data));
  demand(
    'nodes',
    dom.reduce((sum, text) => sum + countNodes(text), 0),
    NODE_COUNT,
  );
  if (variant === 'full') demandAll(countOf);
  return records.filter(({ data }) => data['code'] === 'capture_reduced').length;
}

function demandAll(countOf: (kind: string) => number): void {
  demand('exchanges', countOf('network'), AMOUNTS.exchanges);
  demand('inputs', countOf('input'), 2);
  demand('clicks', countOf('pointer'), 4);
}

/** Added nodes in rrweb's events: each one of a mutation's names its parent. */
function countNodes(text: string): number {
  return text.split('"parentId":').length - 1;
}

function demand(what: string, count: number, least: number): void {
  if (count < least) throw new Error(`${String(count)} ${what} were recorded instead of ${String(least)} or more`);
}
