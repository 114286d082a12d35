import * as v from 'valibot';
import { Count, RuleId } from './ids.ts';
import { Order } from './instruction.ts';

/**
 * Which help, message or offer is shown: in a state (when it is entered), or at a record for which `when` holds. Compiled, it
 * is a trigger of the same id.
 */
export const AssistRule = <C extends v.GenericSchema>(condition: C) =>
  v.strictObject({
    id: RuleId,
    state: v.optional(RuleId),
    audience: v.optional(RuleId),
    when: v.optional(condition),
    /** After so long in the state, rather than at once. */
    afterMs: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(24 * 3_600_000))),
    show: v.pipe(
      Order,
      v.check(({ verb }) => verb.startsWith('assist.'), 'what is shown is assist.message or assist.offer'),
    ),
    perSession: v.optional(v.pipe(Count, v.minValue(1)), 1),
    coolDownMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(24 * 3_600_000)), 60_000),
  });
