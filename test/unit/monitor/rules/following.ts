import type { Instruction, PublishedRuleSet, Record as CapturedRecord, Summary } from 'rewindow/wire';
import type { InstructionRow, PageRow, SessionRow } from '../../../../monitor/src/api/contract.ts';
import { toInstructionRow } from '../../../../monitor/src/feedback/instructionRows.ts';
import { instructionId } from '../../../../monitor/src/feedback/instructionId.ts';
import type { IndexedSegment } from '../../../../monitor/src/ports/index.ts';
import { createMonitorTriggers, type Fired, type Refusal } from '../../../../monitor/src/rules/monitorTriggers.ts';
import { makeSegment, type Ids } from '../core/segments.ts';
import { rulesOf } from './compiling.ts';

export const SEND = { order: { verb: 'buffer.send' } };

export function published(parts: object): PublishedRuleSet {
  const rules = rulesOf(JSON.stringify({ version: 1, name: 'test', ...parts }));
  return { revision: 1, hash: 'a'.repeat(64), publishedAt: 1, dormant: false, rules };
}

/** A rule set with one trigger of the monitor. */
export function trigger(parts: object, more: object = {}) {
  const limits = { perSession: 100, coolDownMs: 0 };
  return published({
    triggers: [{ id: 'refused', type: 'match', where: 'monitor', limits, instructions: [SEND, SEND], ...parts }],
    ...more,
  });
}

export function refusal(at: number, status = 402) {
  const data = {
    api: 'fetch' as const,
    method: 'POST',
    url: '/pay',
    path: '/pay',
    status,
    failed: true,
    durationMs: 1,
  };
  return { kind: 'network' as const, at, data };
}

export function custom(at: number, name: string) {
  return { kind: 'custom' as const, at, data: { name } };
}

export function segment(ids: Ids, records: CapturedRecord[], clockOffsetMs = 0): IndexedSegment {
  const [first, last] = [records[0], records.at(-1)];
  const header = {
    version: 1 as const,
    ...ids,
    first: first?.sequence ?? 0,
    last: last?.sequence ?? 0,
    firstAt: first?.at ?? 0,
    lastAt: last?.at ?? 0,
    checkpoint: false,
    clockOffsetMs,
    encoding: 'gzip' as const,
    inflatedBytes: 1,
  };
  return { app: 'shop', bytes: 1, header, records: records.map((record) => ({ ...record, ...ids })) };
}

/** What a monitor keeps: segments in an archive of one session's pages, and what was given. */
export function createShelf() {
  const segments: IndexedSegment[] = [];
  const rows: InstructionRow[] = [];
  return {
    segments,
    rows,
    deps: {
      archive: {
        async get({ pageId, first }: { pageId: string; first: number }) {
          const found = segments.find(({ header }) => header.pageId === pageId && header.first === first);
          if (found === undefined) return undefined;
          const { header, records } = found;
          const { sessionId, tabId } = header;
          const plain = records.map(({ sequence, at, kind, data }) => ({ sequence, at, kind, data }));
          const { first: from, last, firstAt, lastAt } = header;
          return makeSegment({
            ids: { sessionId, tabId, pageId },
            records: plain,
            header: { first: from, last, firstAt, lastAt },
          });
        },
      },
      listPages: async (sessionId: string): Promise<PageRow[]> =>
        segments
          .filter(({ header }) => header.sessionId === sessionId)
          .map(({ header: { pageId, tabId, first, last, firstAt, lastAt, clockOffsetMs } }) => ({
            ...{ pageId, tabId, firstAt, lastAt, clockOffsetMs, gaps: [] },
            ranges: [{ first, last, firstAt, lastAt, checkpoint: false, partial: false }],
          })),
      instructions: { listBySession: async () => rows },
    },
  };
}

export interface FollowOptions {
  shelf?: ReturnType<typeof createShelf>;
  session?: Partial<SessionRow>;
  summary?: Pick<Summary, 'audiences'>;
  profile?: object;
  isLive?: () => boolean;
  now?: () => number;
}

/** Triggers over these rules, with a list of what they gave. `failing` lets the next instructions fail. */
export function follow(rules: PublishedRuleSet | undefined, options: FollowOptions = {}) {
  const { shelf = createShelf(), now = () => 0 } = options;
  const fired: Fired[] = [];
  const refused: (Fired & Refusal)[] = [];
  let failing = 0;
  const list = ({ draft, address, triggerId, seed, depth }: Fired) => {
    const id = instructionId(seed.at, seed.bytes);
    const given: Instruction = { ...draft, id, address, triggerId, depth, issuedAt: seed.at, expiresAt: seed.at };
    shelf.rows.push(toInstructionRow(given));
  };
  const triggers = createMonitorTriggers({
    current: async () => rules,
    sessions: {
      getSession: async () => options.session as SessionRow | undefined,
      listSummaries: async () => (options.summary ? [options.summary as Summary] : []),
      listPages: shelf.deps.listPages,
      describeUser: async () => ({
        ...{ sessionCount: 1, errorCount: 0, failedRequestCount: 0, firstSeenAt: 0, lastSeenAt: 0 },
        ...options.profile,
      }),
    },
    archive: shelf.deps.archive,
    instructions: shelf.deps.instructions,
    isLive: options.isLive ?? (() => true),
    now,
    async issue(instruction) {
      if (failing-- > 0) throw new Error('the disk is full');
      list(instruction);
      fired.push(instruction);
    },
    async refuse(instruction, refusal) {
      refused.push({ ...instruction, ...refusal });
    },
    report(error) {
      throw error;
    },
  });
  return {
    ...triggers,
    fired,
    refused,
    /** As if the segment had been archived and indexed before. */
    async followSegment(next: IndexedSegment) {
      if (!shelf.segments.includes(next)) shelf.segments.push(next);
      await triggers.followSegment(next);
    },
    async forgetSession(sessionId: string) {
      shelf.segments.length = 0;
      shelf.rows.length = 0;
      await triggers.forgetSession(sessionId);
    },
    fail: (count: number) => void (failing = count),
  };
}
