import { emptyMemory, type RuleMemory } from 'rewindow/rules';
import type { Acknowledgement, PublishedRuleSet } from 'rewindow/wire';
import type { InstructionRow } from '../api/contract.ts';
import type { Archive, IndexedSegment, InstructionStore, SessionIndex } from '../ports/index.ts';
import type { SegmentRange } from '../replay/recordReader.ts';
import { streamRecords } from '../replay/recordStream.ts';
import { remember, toIssued } from './drill.ts';
import { followRecords, learnOffset, type Followed, type Sight } from './following.ts';
import { beginKnown } from './known.ts';

export interface RecallDeps {
  archive: Pick<Archive, 'get'>;
  sessions: Pick<SessionIndex, 'getSession' | 'listPages'>;
  instructions: Pick<InstructionStore, 'listBySession'>;
}

/** Of a long session that is met again, so many of the newest segments are read. */
const SEGMENT_COUNT_MAX = 500;

/**
 * What the triggers would remember had they followed the session from its beginning: read from the archive after a restart,
 * or when the first rule set with triggers of the monitor is published. Nothing is given again: how often a trigger has fired
 * is what it has given, and nothing else.
 */
export async function recallSession(deps: RecallDeps, sight: Sight, segment: IndexedSegment): Promise<Followed> {
  const { app, header } = segment;
  const { sessionId, tabId, pageId } = header;
  const known = await deps.sessions.getSession(sessionId);
  const user = known?.user ?? undefined;
  const session = { startedAt: known?.startedAt ?? header.firstAt, ...(user === undefined ? {} : { user }) };
  const rows = await deps.instructions.listBySession(app, sessionId);
  let state: Followed = {
    ...{ app, sessionId, page: { tabId, pageId } },
    memory: emptyMemory(),
    known: beginKnown(session),
    issued: [],
    offsets: new Map(),
  };
  const pages = await deps.sessions.listPages(sessionId);
  for (const page of pages) state = learnOffset(state, page.pageId, page.clockOffsetMs);
  const newest = newestFrom(pages.flatMap(({ ranges }) => ranges.map(({ lastAt }) => lastAt)));
  const skips = (range: SegmentRange) => isSame(range, segment) || range.toAt < newest;
  for await (const records of streamRecords({ archive: deps.archive, app, sessionId, pages, skips })) {
    state = followRecords(sight, state, records).state;
  }
  const given = rows.filter(({ acknowledgements }) => !acknowledgements.some(isRefused));
  const issued = given.flatMap(({ instruction }) => (instruction && toIssued(instruction)) ?? []);
  return {
    ...state,
    issued: remember([], issued),
    memory: withFirings(state.memory, sight.published, rows),
  };
}

/** Listed by the monitor, but never given. */
function isRefused({ code }: Acknowledgement): boolean {
  return code === 'drill_too_deep' || code === 'dry_run';
}

function newestFrom(times: number[]): number {
  if (times.length <= SEGMENT_COUNT_MAX) return 0;
  return [...times].sort((one, other) => other - one)[SEGMENT_COUNT_MAX - 1] ?? 0;
}

function isSame({ pageId, first, last, part }: SegmentRange, { header, part: own }: IndexedSegment): boolean {
  return pageId === header.pageId && first === header.first && last === header.last && part === own;
}

function withFirings(memory: RuleMemory, { rules }: PublishedRuleSet, rows: InstructionRow[]): RuleMemory {
  const triggers = new Map(Object.entries(memory.triggers));
  for (const { id, where, limits, instructions } of rules.triggers) {
    if (where !== 'monitor' || limits.dryRun) continue;
    const times = rows.flatMap((row) => (row.triggerId === id && row.instruction !== null ? row.issuedAt : []));
    const { pattern } = triggers.get(id) ?? {};
    const firedCount = Math.ceil(times.length / instructions.length);
    const lastFiredAt = times.length === 0 ? undefined : Math.max(...times);
    const fired = { firedCount, ...(lastFiredAt !== undefined && { lastFiredAt }) };
    triggers.set(id, { ...fired, ...(pattern && { pattern }) });
  }
  return { ...memory, triggers: Object.fromEntries(triggers) };
}
