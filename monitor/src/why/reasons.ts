import { STANDSTILLS, type Standstill, type Summary } from 'rewindow/wire';
import type { InstructionRow, PageRow, WhyReply } from '../api/contract.ts';
import type { Sighting } from '../feedback/presence.ts';

type Reason = WhyReply['reasons'][number];

export interface Evidence {
  /** What the agent said last of what it records. */
  newest: Summary | undefined;
  /** What it said last of itself. */
  sighting: Sighting | undefined;
  recorded: { archivedCount: number; pages: PageRow[] };
  rows: InstructionRow[];
}

const STANDSTILL_TEXTS: { [S in Standstill]: string } = {
  no_rules: 'No rule set is published for the application: its agents stay asleep.',
  rules_empty: 'The rule set captures nothing and has no triggers: agents stay asleep.',
  not_sampled: 'The session is not among the share of the sessions that is recorded ("sample").',
  asleep: 'An instruction (agent.sleep) has put the agent to sleep.',
  paused: 'The page has paused capturing.',
  disabled: 'An instruction (agent.disable) has switched the agent of this browser off.',
};

/** The verdict, and why; the weightiest first. */
export function listReasons(evidence: Evidence): Pick<WhyReply, 'verdict' | 'reasons'> {
  const { newest, recorded } = evidence;
  const standstill = describeStandstill(evidence);
  const gapCount = recorded.pages.reduce((sum, { gaps }) => sum + gaps.length, 0);
  const held = newest?.ring.segmentCount ?? 0;
  const isRecorded = recorded.archivedCount > 0;
  const isPartly = isRecorded && (gapCount > 0 || standstill.length > 0);
  return {
    verdict: isPartly ? 'partly' : isRecorded ? 'recorded' : 'not',
    reasons: [
      ...standstill,
      ...(isRecorded ? describeArchived(recorded.archivedCount, gapCount) : describeUnsent(evidence, held)),
      ...describeAgent(newest),
      ...describeFailures(evidence.rows),
    ],
  };
}

function describeStandstill({ sighting, newest }: Evidence): Reason[] {
  const reason = STANDSTILLS.find((code) => code === sighting?.reason);
  if (reason !== undefined) return [{ code: reason, text: STANDSTILL_TEXTS[reason] }];
  if (sighting?.phase === undefined || sighting.phase === 'recording' || newest !== undefined) return [];
  return [{ code: 'phase', text: `The agent records nothing: it says of itself that it is "${sighting.phase}".` }];
}

function describeArchived(archivedCount: number, gapCount: number): Reason[] {
  const records = archivedCount === 1 ? '1 record is' : `${String(archivedCount)} records are`;
  const gaps = gapCount === 1 ? '1 range lies' : `${String(gapCount)} ranges lie`;
  return [
    { code: 'archived', text: `${records} archived.` },
    ...(gapCount === 0
      ? []
      : [{ code: 'gaps', text: `${gaps} between them that no rule and nobody asked for, or that was dropped.` }]),
  ];
}

function describeUnsent({ newest, sighting }: Evidence, held: number): Reason[] {
  if (newest === undefined) {
    const text = 'The agent is connected and has reported nothing that it keeps.';
    return sighting?.reason === undefined ? [{ code: 'no_summary', text }] : [];
  }
  if (held > 0) {
    const text =
      'The agent records into the buffer on the device, and nothing has asked for it: no rule that forwards live, no trigger, no operator.';
    return [{ code: 'buffered_only', text }];
  }
  return [{ code: 'buffer_empty', text: 'The agent runs, and its buffer holds nothing: no rule captures a kind now.' }];
}

function describeAgent(newest: Summary | undefined): Reason[] {
  if (newest === undefined) return [];
  const { agent, kinds, audiences = [], ring, state } = newest;
  return [
    ...(state === 'crashed'
      ? [{ code: 'crashed', text: 'The page ended without a word: it crashed or was killed.' }]
      : []),
    ...(ring.isShort
      ? [{ code: 'ring_short', text: 'The buffer is full before the promised minutes: its ceiling of bytes cuts it.' }]
      : []),
    ...(kinds === undefined
      ? []
      : [{ code: 'kinds', text: kinds.length === 0 ? 'No kind is kept now.' : `Kept now: ${kinds.join(', ')}.` }]),
    ...(audiences.length === 0 ? [] : [{ code: 'audiences', text: `In the audiences ${audiences.join(', ')}.` }]),
    ...(agent.storage === 'memory'
      ? [{ code: 'memory_only', text: 'The buffer lives in memory only and ends with the page.' }]
      : []),
    ...agent.reasons.map((text) => ({ code: 'agent', text })),
  ];
}

/** What was ordered and could not be done. */
function describeFailures(rows: InstructionRow[]): Reason[] {
  return rows.flatMap(({ verb, acknowledgements, expiresAt }) => {
    const word = acknowledgements.find(({ outcome }) => outcome === 'failed' || outcome === 'expired');
    if (word !== undefined) {
      const { outcome, code = outcome, message } = word;
      return [{ code, text: `${verb} ${outcome}${message === undefined ? '' : `: ${message}`}` }];
    }
    const isUnheard = acknowledgements.length === 0 && expiresAt !== null;
    return isUnheard
      ? [{ code: 'unacknowledged', text: `${verb} was given, and no page has said anything of it.` }]
      : [];
  });
}
