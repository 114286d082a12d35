import * as v from 'valibot';
import { Count } from '../ids.ts';
import { text } from './text.ts';

export const StateData = v.object({ type: v.picklist(['enter', 'exit']), state: text });
/** `depth`: how many instructions led to it. `dryRun`: it only would have fired. */
export const TriggerData = v.object({
  trigger: text,
  revision: Count,
  depth: v.optional(Count),
  dryRun: v.optional(v.boolean()),
});
export const InstructionData = v.object({
  instruction: text,
  verb: text,
  outcome: v.picklist(['applied', 'satisfiedFromBuffer', 'armed', 'failed', 'expired']),
  code: v.optional(text),
  trigger: v.optional(text),
  depth: v.optional(Count),
});
/** `dismissed` by the user, `closed` by an instruction, `expired`: the offer was over. `copied`: the code of an offer. */
export const AssistData = v.object({
  type: v.picklist(['shown', 'dismissed', 'action', 'copied', 'closed', 'expired']),
  instruction: text,
  label: v.optional(text),
});
/** What the agent has to say about itself: a degraded mode, a capture that could not be done. */
export const AgentData = v.object({ code: text, message: text });
