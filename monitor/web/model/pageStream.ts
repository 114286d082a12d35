import { collectAssets, type AssetMap } from './assetMap.ts';
import { findReducedSpans, type Span } from './reducedSpans.ts';
import type { SessionRecord } from './sessionRecord.ts';

/** rrweb's numbers for the kinds of events that matter here. */
export const RRWEB = { load: [0, 1], fullSnapshot: 2, incremental: 3, meta: 4 } as const;

/** An rrweb event whose timestamp is corrected to the monitor's clock. */
export interface ReplayEvent {
  type: number;
  timestamp: number;
  data?: unknown;
}

/** Records that are missing: between two sequence numbers of a page, or before its first one. */
export interface Gap {
  pageId: string;
  first: number;
  last: number;
  fromAt: number;
  toAt: number;
}

/** One document of a session as the replay sees it. Times are corrected. */
export interface PageStream {
  pageId: string;
  tabId: string;
  url: string | undefined;
  title: string | undefined;
  fromAt: number;
  toAt: number;
  /** Starts at a checkpoint; empty where the page has none. In order of time. */
  events: ReplayEvent[];
  /** Where the picture begins; undefined where it never does. */
  pictureFromAt: number | undefined;
  /** DOM events that can't be shown, because what they change is not known: before a checkpoint, or after a gap. */
  skippedCount: number;
  gaps: Gap[];
  /** Where only some records were sent; see `markPartialSpans`. */
  partialSpans?: readonly (Span & { missingCount: number })[];
  /** So many of its style sheets the monitor did not have; at the worst moment. */
  sheetsMissing?: number;
  /** Files that the page looked by. */
  assets: AssetMap;
  /** From a gap to the next checkpoint: what is drawn there is older than the time says. */
  blindSpans: Span[];
  /** The page was too busy: between checkpoints the picture stands still. */
  reducedSpans: Span[];
  /** First sequence number that is known; what came before is not archived. */
  firstSequence: number;
}

/** What a page is called, where its records don't say. */
export interface PageName {
  pageId: string;
  url: string;
  title?: string | undefined;
}

/** The pages of a session, by their beginning. */
export function buildPageStreams(records: readonly SessionRecord[], names: readonly PageName[] = []): PageStream[] {
  const byPage = new Map<string, SessionRecord[]>();
  for (const record of records) {
    const page = byPage.get(record.pageId);
    if (page) page.push(record);
    else byPage.set(record.pageId, [record]);
  }
  const streams = [...byPage.values()].map((page) =>
    buildPageStream(
      page.sort((a, b) => a.sequence - b.sequence),
      names,
    ),
  );
  return streams.sort((left, right) => left.fromAt - right.fromAt);
}

function buildPageStream(records: SessionRecord[], names: readonly PageName[]): PageStream {
  const first = records[0];
  if (!first) throw new RangeError('a page has at least one record');
  const { events, skippedCount, blindSpans } = collectEvents(records);
  const navigation = records.findLast((record) => record.kind === 'navigation');
  const name = names.find(({ pageId }) => pageId === first.pageId);
  const times = records.map((record) => record.correctedAt);
  return {
    pageId: first.pageId,
    tabId: first.tabId,
    url: navigation?.data.url ?? name?.url,
    title: navigation?.data.title ?? name?.title,
    fromAt: times.reduce((least, at) => Math.min(least, at), Infinity),
    toAt: times.reduce((most, at) => Math.max(most, at), -Infinity),
    events,
    pictureFromAt: events[0]?.timestamp,
    skippedCount,
    blindSpans,
    reducedSpans: findReducedSpans(records),
    gaps: findGaps(records),
    sheetsMissing: countMissingSheets(records),
    assets: collectAssets(records),
    firstSequence: first.sequence,
  };
}

function countMissingSheets(records: readonly SessionRecord[]): number {
  const counts = records.map(({ kind, data }) => (kind === 'dom' ? (data.sheetsMissing ?? 0) : 0));
  return counts.reduce((most, count) => Math.max(most, count), 0);
}

/** Jumps of the sequence within one page. */
export function findGaps(records: readonly SessionRecord[]): Gap[] {
  return records.flatMap((record, index) => {
    const before = records[index - 1];
    if (!before || record.sequence <= before.sequence + 1) return [];
    const { pageId, sequence, correctedAt } = record;
    return [{ pageId, first: before.sequence + 1, last: sequence - 1, fromAt: before.correctedAt, toAt: correctedAt }];
  });
}

/**
 * Changes apply to a known document only: they are kept from a checkpoint on, up to the next gap. Timestamps never fall,
 * because rrweb sorts by them, and a page whose clock was set back must not be replayed out of order.
 */
function collectEvents(records: readonly SessionRecord[]): Pick<PageStream, 'events' | 'skippedCount' | 'blindSpans'> {
  const events: ReplayEvent[] = [];
  const blindSpans: PageStream['blindSpans'] = [];
  let skippedCount = 0;
  let isKnown = false;
  let latest = 0;
  records.forEach((record, index) => {
    const before = records[index - 1];
    if (before && record.sequence !== before.sequence + 1) {
      if (isKnown) blindSpans.push({ fromAt: before.correctedAt, toAt: records.at(-1)?.correctedAt ?? Infinity });
      isKnown = false;
    }
    if (record.kind !== 'dom') return;
    const { event } = record.data;
    if (event.type === RRWEB.meta) {
      const blind = blindSpans.at(-1);
      if (!isKnown && blind) blind.toAt = record.correctedAt;
      isKnown = true;
    }
    if (!isKnown) {
      if (event.type === RRWEB.incremental) skippedCount += 1;
      return;
    }
    latest = Math.max(latest, event.timestamp + record.correctedAt - record.at);
    events.push({ ...event, timestamp: latest });
  });
  const hasSnapshot = events.some((event) => event.type === RRWEB.fullSnapshot);
  if (hasSnapshot) return { events, skippedCount, blindSpans };
  return { events: [], skippedCount: skippedCount + events.length, blindSpans: [] };
}
