import type { RecordKind } from 'rewindow/wire';
import type { InstructionRow, PageRow, WhyReply } from '../api/contract.ts';
import type { Archive } from '../ports/index.ts';
import { streamRecords, type StreamedRecord } from '../replay/recordStream.ts';

export type Trace = WhyReply['trace'];

export interface TraceRequest {
  archive: Pick<Archive, 'get'>;
  app: string;
  sessionId: string;
  pages: PageRow[];
  rows: InstructionRow[];
}

/** More than an operator reads; of a longer trace the end is shown. */
const ENTRY_COUNT_MAX = 1_000;
const TOLD: ReadonlySet<RecordKind> = new Set(['state', 'trigger', 'instruction', 'agent']);

/** What the rules did, in order: from archived records, and from what was given and acknowledged. */
export async function collectTrace({ rows, ...request }: TraceRequest): Promise<Trace> {
  const trace: Trace = [];
  for await (const records of streamRecords(request)) {
    for (const record of records) if (TOLD.has(record.kind)) trace.push(...describeRecord(record));
    if (trace.length > 2 * ENTRY_COUNT_MAX) trace.splice(0, trace.length - ENTRY_COUNT_MAX);
  }
  const recorded = new Set(trace.filter(({ kind }) => kind === 'instruction').map(({ id, text }) => `${id} ${text}`));
  const told = rows.flatMap(describeRow).filter(({ id, text }) => !recorded.has(`${id} ${text}`));
  return [...trace, ...told].sort((one, other) => one.at - other.at).slice(-ENTRY_COUNT_MAX);
}

function describeRecord(record: StreamedRecord): Trace {
  const at = record.correctedAt;
  switch (record.kind) {
    case 'state': {
      const { type, state } = record.data;
      return [{ at, kind: 'state', id: state, text: `State "${state}" was ${type === 'enter' ? 'entered' : 'left'}.` }];
    }
    case 'trigger': {
      const { trigger, revision, dryRun = false, depth } = record.data;
      const fired = dryRun ? 'would have fired (it only says so)' : 'fired';
      const text = `Trigger "${trigger}" of revision ${String(revision)} ${fired} in the page${depthWords(depth)}.`;
      return [{ at, kind: 'trigger', id: trigger, text }];
    }
    case 'instruction': {
      const { instruction, verb, outcome, code } = record.data;
      return [{ at, kind: 'instruction', id: instruction, text: outcomeWords(verb, outcome, code) }];
    }
    case 'agent':
      return [{ at, kind: 'agent', id: record.data.code, text: record.data.message }];
    default:
      return [];
  }
}

function describeRow({ id, verb, triggerId, issuedAt, instruction, acknowledgements }: InstructionRow): Trace {
  const by = triggerId === null ? 'an operator' : `trigger "${triggerId}" in the monitor`;
  const given = `${verb} was given by ${by}${depthWords(instruction?.depth)}.`;
  return [
    ...(instruction === null ? [] : [{ at: issuedAt, kind: 'instruction' as const, id, text: given }]),
    ...acknowledgements.map(({ at, outcome, code }) => ({
      ...{ at, kind: 'instruction' as const, id },
      text: outcomeWords(verb, outcome, code),
    })),
  ];
}

function outcomeWords(verb: string, outcome: string, code: string | undefined): string {
  const words = new Map([
    ['applied', 'was carried out'],
    ['satisfiedFromBuffer', 'was satisfied from the buffer'],
    ['armed', 'is armed: it waits for its occasion'],
    ['failed', 'failed'],
    ['expired', 'came too late'],
  ]);
  return `${verb} ${words.get(outcome) ?? outcome}${code === undefined ? '' : ` (${code})`}.`;
}

function depthWords(depth = 0): string {
  return depth === 0 ? '' : `, ${String(depth)} ${depth === 1 ? 'instruction' : 'instructions'} deep`;
}
