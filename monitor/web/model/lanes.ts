import { toPixel, type TimeWindow } from './scale.ts';
import type { SessionRecord } from './sessionRecord.ts';
import { toneOf, type Tone } from './tone.ts';

export type LaneId = 'user' | 'network' | 'console' | 'performance' | 'instructions' | 'screen';
export const LANES: { id: LaneId; label: string }[] = [
  { id: 'user', label: 'User' },
  { id: 'network', label: 'Network' },
  { id: 'console', label: 'Console, errors' },
  { id: 'performance', label: 'Performance' },
  { id: 'instructions', label: 'Instructions' },
  { id: 'screen', label: 'Screen' },
];

const LANE_OF: Record<SessionRecord['kind'], LaneId | undefined> = {
  dom: undefined,
  input: 'user',
  pointer: 'user',
  scroll: 'user',
  frustration: 'user',
  navigation: 'user',
  page: 'user',
  custom: 'user',
  mark: 'user',
  identify: 'user',
  context: 'user',
  provider: 'user',
  consent: 'user',
  network: 'network',
  performance: 'performance',
  console: 'console',
  error: 'console',
  state: 'instructions',
  trigger: 'instructions',
  instruction: 'instructions',
  assist: 'instructions',
  agent: 'instructions',
  tile: 'screen',
  asset: undefined,
};

/** DOM changes and the files that they need have no lane: they are the picture itself. */
export function laneOf(kind: SessionRecord['kind']): LaneId | undefined {
  return LANE_OF[kind];
}

/** Records that share a mark, because they would overlap. The most striking one gives the tone and is jumped to. */
export interface Mark {
  fromPx: number;
  widthPx: number;
  /** Row within the lane; bars that overlap in time stand below each other. */
  row: number;
  tone: Tone;
  records: SessionRecord[];
  chief: SessionRecord;
}

const MARK_PX = 5;
const RANK: Record<Tone, number> = { plain: 0, good: 1, warn: 2, bad: 3 };

/** Marks of instants, those closer than a mark's width joined. The records are in order. */
export function layoutInstants(records: readonly SessionRecord[], window: TimeWindow, widthPx: number): Mark[] {
  const marks: Mark[] = [];
  for (const record of records) {
    const px = toPixel(window, widthPx, record.correctedAt);
    if (px < -MARK_PX || px > widthPx + MARK_PX) continue;
    const before = marks.at(-1);
    if (before && px - before.fromPx < MARK_PX) join(before, record);
    else marks.push({ fromPx: px, widthPx: MARK_PX, row: 0, tone: toneOf(record), records: [record], chief: record });
  }
  return marks;
}

function join(mark: Mark, record: SessionRecord): void {
  const tone = toneOf(record);
  mark.records.push(record);
  if (RANK[tone] <= RANK[mark.tone]) return;
  mark.tone = tone;
  mark.chief = record;
}

/** Bars as long as the exchange took, in up to `rowCount` rows; what finds no free row joins the bar that ends last. */
export function layoutBars(
  records: readonly SessionRecord[],
  window: TimeWindow,
  widthPx: number,
  rowCount: number,
): Mark[] {
  const marks: Mark[] = [];
  const lastOfRow: Mark[] = [];
  for (const record of records) {
    if (record.kind !== 'network') continue;
    const fromPx = toPixel(window, widthPx, record.correctedAt);
    const endPx = toPixel(window, widthPx, record.correctedAt + record.data.durationMs);
    if (endPx < 0 || fromPx > widthPx) continue;
    const mark = {
      fromPx,
      widthPx: Math.max(endPx - fromPx, 2),
      tone: toneOf(record),
      records: [record],
      chief: record,
    };
    const row = freeRow(lastOfRow, fromPx, rowCount);
    const crowded = lastOfRow.at(-1);
    if (row === undefined && crowded) {
      crowded.widthPx = Math.max(crowded.widthPx, fromPx + mark.widthPx - crowded.fromPx);
      join(crowded, record);
      continue;
    }
    const placed = { ...mark, row: row ?? 0 };
    lastOfRow[placed.row] = placed;
    marks.push(placed);
  }
  return marks;
}

function freeRow(lastOfRow: readonly Mark[], fromPx: number, rowCount: number): number | undefined {
  for (let row = 0; row < rowCount; row += 1) {
    const last = lastOfRow[row];
    if (!last || last.fromPx + last.widthPx + 1 <= fromPx) return row;
  }
  return undefined;
}
