import * as v from 'valibot';
import { CompiledCondition, ConditionText, OBSERVED } from './condition.ts';
import type { Expression } from './expression.ts';
import { Count, RuleId } from './ids.ts';
import { InstructionDraft } from './instruction.ts';
import type { RecordKind } from './recordKinds.ts';

/**
 * Triggers: a pattern over records, and what happens when it shows. Each pattern in two forms, with conditions as CEL text and
 * compiled. The types stand by themselves: inferred, they are too long for the compiler.
 */
interface Keyed<C> {
  by?: C | undefined;
}
export type Pattern<C = Expression> =
  | { type: 'match'; when: C }
  | ({ type: 'count'; when: C; times: number; withinMs: number } & Keyed<C>)
  | { type: 'value'; when: C; of: C; above?: number | undefined; below?: number | undefined }
  | ({ type: 'sequence'; steps: C[]; withinMs: number } & Keyed<C>)
  | ({ type: 'absence'; when: C; without: C; withinMs: number } & Keyed<C>)
  | { type: 'recurrence'; when: C; everyMs: number; toleranceMs?: number | undefined; times: number }
  | { type: 'dwell'; in: string; forMs: number }
  | { type: 'score'; weights: { when: C; points: number }[]; halfLifeMs: number; above: number }
  | { type: 'nth'; when: C; n: number; repeats: boolean };
export type PatternType = Pattern['type'];
/** One of several patterns that are combined. */
export type PatternPart<C = Expression> = Pattern<C> & { id: string };
export interface Combination<C = Expression> {
  type: 'combination';
  parts: PatternPart<C>[];
  when: C;
  withinMs: number;
}
export interface TriggerLimits {
  perSession: number;
  coolDownMs: number;
  parallel: number;
  dryRun: boolean;
}
interface Common {
  id: string;
  state?: string | undefined;
  audience?: string | undefined;
  limits: TriggerLimits;
  instructions: InstructionDraft[];
}
export type TriggerSource = (Pattern<string> | Combination<string>) &
  Common & { where?: 'page' | 'monitor' | undefined };
export type Trigger = (Pattern | Combination) & Common & { where: 'page' | 'monitor'; observes: RecordKind[] };

const Ms = v.pipe(v.number(), v.minValue(0), v.maxValue(24 * 3_600_000));
const Positive = v.pipe(Ms, v.minValue(1));
const Times = v.pipe(Count, v.minValue(1), v.maxValue(1_000));

const Limits = v.optional(
  v.strictObject({
    perSession: v.optional(v.pipe(Count, v.minValue(1)), 10),
    coolDownMs: v.optional(Ms, 10_000),
    /** Captures and live sends of this trigger that may run at the same time. */
    parallel: v.optional(v.pipe(Count, v.minValue(1), v.maxValue(10)), 3),
    /** Only says that it would have fired. */
    dryRun: v.optional(v.boolean(), false),
  }),
  {},
);

/** The patterns, by `type`, without what all triggers have. */
function patterns<C extends v.GenericSchema>(condition: C) {
  const when = condition;
  /** Kept apart for each value of this expression. */
  const by = v.optional(condition);
  return {
    /** A record for which the condition holds. */
    match: { type: v.literal('match'), when },
    /** So many of them within the time. */
    count: { type: v.literal('count'), when, times: Times, withinMs: Ms, by },
    /** A number that gets above or below a bound, and again after it was back. */
    value: {
      type: v.literal('value'),
      when,
      of: condition,
      above: v.optional(v.number()),
      below: v.optional(v.number()),
    },
    /** One after the other, the last within the time from the first. Records between them don't matter. */
    sequence: {
      type: v.literal('sequence'),
      steps: v.pipe(v.array(condition), v.minLength(2), v.maxLength(10)),
      withinMs: Positive,
      by,
    },
    /** After `when`, no `without` for so long. Fires when the time is over. */
    absence: { type: v.literal('absence'), when, without: condition, withinMs: Positive, by },
    /** So many in a row, each about `everyMs` after the one before. */
    recurrence: {
      type: v.literal('recurrence'),
      when,
      everyMs: Positive,
      /** How far off each may be; a quarter of `everyMs` where absent. */
      toleranceMs: v.optional(Ms),
      times: v.optional(v.pipe(Count, v.minValue(2), v.maxValue(100)), 3),
    },
    /** So long in a state without leaving it. Once per stay. */
    dwell: { type: v.literal('dwell'), in: RuleId, forMs: Positive },
    /** Points that add up and fade: halved every `halfLifeMs`. Fires when the sum gets above, and again after it was below. */
    score: {
      type: v.literal('score'),
      weights: v.pipe(
        v.array(v.strictObject({ when: condition, points: v.number() })),
        v.minLength(1),
        v.maxLength(20),
      ),
      halfLifeMs: Positive,
      above: v.number(),
    },
    /** The n-th of the session; with `repeats`, every n-th. */
    nth: { type: v.literal('nth'), when, n: Times, repeats: v.optional(v.boolean(), false) },
  };
}

function triggerSchema<C extends v.GenericSchema, X extends v.ObjectEntries, W extends v.GenericSchema>(
  condition: C,
  observed: X,
  where: W,
) {
  const p = patterns(condition);
  const part = { id: RuleId };
  /** One of several patterns that are combined. */
  const Part = v.variant('type', [
    ...([v.strictObject({ ...p.match, ...part }), v.strictObject({ ...p.count, ...part })] as const),
    ...([v.strictObject({ ...p.value, ...part }), v.strictObject({ ...p.sequence, ...part })] as const),
    ...([v.strictObject({ ...p.absence, ...part }), v.strictObject({ ...p.recurrence, ...part })] as const),
    ...([v.strictObject({ ...p.dwell, ...part }), v.strictObject({ ...p.score, ...part })] as const),
    v.strictObject({ ...p.nth, ...part }),
  ]);
  const common = {
    id: RuleId,
    state: v.optional(RuleId),
    audience: v.optional(RuleId),
    where,
    limits: Limits,
    instructions: v.pipe(v.array(InstructionDraft), v.minLength(1), v.maxLength(10)),
    ...observed,
  };
  return v.variant('type', [
    ...([v.strictObject({ ...p.match, ...common }), v.strictObject({ ...p.count, ...common })] as const),
    ...([v.strictObject({ ...p.value, ...common }), v.strictObject({ ...p.sequence, ...common })] as const),
    ...([v.strictObject({ ...p.absence, ...common }), v.strictObject({ ...p.recurrence, ...common })] as const),
    ...([v.strictObject({ ...p.dwell, ...common }), v.strictObject({ ...p.score, ...common })] as const),
    v.strictObject({ ...p.nth, ...common }),
    /**
     * Several patterns at once: `when` is a condition over the ids of the parts (`errors && !paid`), each true while the
     * part has happened within the last `withinMs`. Fires when it becomes true.
     */
    v.strictObject({
      type: v.literal('combination'),
      parts: v.pipe(v.array(Part), v.minLength(1), v.maxLength(10)),
      when: condition,
      withinMs: Positive,
      ...common,
    }),
  ]);
}

const WHERE = v.picklist(['page', 'monitor']);
/** Where it runs is worked out where it is not said. */
export const TriggerSource: v.GenericSchema<unknown, TriggerSource> = triggerSchema(
  ConditionText,
  {},
  v.optional(WHERE),
);
export const Trigger: v.GenericSchema<unknown, Trigger> = triggerSchema(CompiledCondition, OBSERVED, WHERE);
