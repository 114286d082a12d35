import { scrubText } from 'rewindow/scrub';
import type { Summary } from 'rewindow/wire';
import * as v from 'valibot';
import type { SessionRow } from '../api/contract.ts';
import { assembleClockOffsets, correctAt } from './clockOffset.ts';
import type { Schema } from './tables.ts';

type Columns = Schema['sessions'];
type SegmentColumns = Schema['segments'];

const Texts = v.pipe(v.string(), v.parseJson(), v.array(v.string()));
const State = v.picklist(['running', 'ended', 'crashed']);

/** Sums up what is known of a session. Undefined where nothing is. Times are corrected to the monitor's clock. */
export function assembleSession(
  app: string,
  sessionId: string,
  known: { summaries: Summary[]; segments: SegmentColumns[] },
): Columns | undefined {
  const summaries = [...known.summaries].sort((a, b) => b.at - a.at);
  const segments = [...known.segments].sort((a, b) => b.last_at - a.last_at);
  const [newest] = summaries;
  const offsets = assembleClockOffsets(summaries, segments);
  const archived = segments.map((segment) => ({
    from: correctAt(segment.first_at, offsets.get(segment.page_id)),
    to: correctAt(segment.last_at, offsets.get(segment.page_id)),
  }));
  const told = summaries.map((summary) => ({
    from: correctAt(summary.startedAt, offsets.get(summary.pageId)),
    to: correctAt(summary.lastAt, offsets.get(summary.pageId)),
  }));
  const spans = [...told, ...archived];
  if (spans.length === 0) return undefined;
  const url = newest?.url ?? segments.find((segment) => segment.url !== null)?.url ?? '';
  return {
    session_id: sessionId,
    app,
    user:
      summaries.find(({ user }) => user !== undefined)?.user ??
      segments.find(({ user }) => user !== null)?.user ??
      null,
    started_at: least(spans.map(({ from }) => from)),
    last_at: greatest(spans.map(({ to }) => to)),
    state: newest?.state ?? 'running',
    url: scrubText(url),
    user_agent: newest?.userAgent ?? '',
    ...countByPage(summaries, segments),
    archived_record_count: sum(segments.map((segment) => segment.record_count)),
    archived_bytes: sum(segments.map(({ bytes }) => bytes)),
    archived_from_at: archived.length === 0 ? null : least(archived.map(({ from }) => from)),
    archived_to_at: archived.length === 0 ? null : greatest(archived.map(({ to }) => to)),
    fired_triggers_json: JSON.stringify(uniqueTriggers(summaries, segments)),
  };
}

/** A summary counts the page as a whole, segments what is archived of it; whichever knows more is right. */
function countByPage(summaries: Summary[], segments: SegmentColumns[]) {
  const pageIds = new Set([...summaries.map(({ pageId }) => pageId), ...segments.map((segment) => segment.page_id)]);
  const pages = [...pageIds].map((pageId) => {
    const counts = summaries.find((summary) => summary.pageId === pageId)?.counts ?? {};
    const own = segments.filter((segment) => segment.page_id === pageId);
    return {
      errors: Math.max(counts['error'] ?? 0, sum(own.map((segment) => segment.error_count))),
      failedRequests: Math.max(counts['networkFailed'] ?? 0, sum(own.map((segment) => segment.failed_request_count))),
    };
  });
  return {
    page_count: pageIds.size,
    error_count: sum(pages.map(({ errors }) => errors)),
    failed_request_count: sum(pages.map(({ failedRequests }) => failedRequests)),
  };
}

function uniqueTriggers(summaries: Summary[], segments: SegmentColumns[]): string[] {
  const named = segments.flatMap((segment) => v.parse(Texts, segment.fired_triggers_json));
  return [...new Set([...summaries.flatMap(({ firedTriggers }) => firedTriggers), ...named])].sort();
}

/** As the API answers it. Who is live is not the index's to know. */
export function toSessionRow(row: Columns): SessionRow {
  return {
    sessionId: row.session_id,
    app: row.app,
    user: row.user,
    startedAt: row.started_at,
    lastAt: row.last_at,
    state: v.parse(State, row.state),
    isLive: false,
    url: row.url,
    userAgent: row.user_agent,
    pageCount: row.page_count,
    errorCount: row.error_count,
    failedRequestCount: row.failed_request_count,
    archivedRecordCount: row.archived_record_count,
    archivedBytes: row.archived_bytes,
    archivedFromAt: row.archived_from_at,
    archivedToAt: row.archived_to_at,
    firedTriggers: v.parse(Texts, row.fired_triggers_json),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function least(numbers: number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b), Infinity);
}

function greatest(numbers: number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b), -Infinity);
}
