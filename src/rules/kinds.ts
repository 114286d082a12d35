import { RECORD_KINDS, type RecordKind } from '../wire/recordKinds.ts';
import type { RuleSet } from '../wire/ruleSet.ts';

/** Kinds that are always kept when anything is: they are few, and replay and status need them. */
const ALWAYS: RecordKind[] = ['page', 'identify', 'state', 'trigger', 'instruction', 'assist', 'agent', 'tile'];

/** Kinds to be kept in the buffer while these states are entered. Empty where nothing is to be captured. */
export function capturedKinds(ruleSet: RuleSet, states: Iterable<string>): Set<RecordKind> {
  const entered = new Set(states);
  const active = ruleSet.capture.filter((rule) => rule.state === undefined || entered.has(rule.state));
  const kinds = new Set(active.flatMap((rule) => rule.kinds));
  if (kinds.size > 0 || ruleSet.screen.length > 0 || ruleSet.triggers.length > 0) {
    for (const kind of ALWAYS) kinds.add(kind);
  }
  return kinds;
}

/** Kinds that some rule looks at, kept or not: their trackers have to run. */
export function observedKinds(ruleSet: RuleSet): Set<RecordKind> {
  const rules = [...ruleSet.states, ...ruleSet.screen, ...ruleSet.triggers];
  const kinds = new Set(rules.flatMap((rule) => rule.observes));
  // A state without an exit ends by navigation.
  if (ruleSet.states.some((state) => state.exit === undefined)) kinds.add('navigation');
  return kinds;
}

/** Nothing to capture, image or trigger. States alone have no effect. */
export function isDormant(ruleSet: RuleSet): boolean {
  return ruleSet.capture.length === 0 && ruleSet.screen.length === 0 && ruleSet.triggers.length === 0;
}

/** Every kind: what a condition observes that does not say. DOM events carry no facts and are never observed. */
export const OBSERVABLE_KINDS: RecordKind[] = RECORD_KINDS.filter((kind) => kind !== 'dom' && kind !== 'tile');
