import { RECORD_KINDS, type RecordKind } from '../wire/recordKinds.ts';
import type { RuleSet } from '../wire/ruleSet.ts';
import { activeCapture, type Whom } from './active.ts';

/** Kinds that are always kept when anything is: they are few, and replay and status need them. */
export const ALWAYS: readonly RecordKind[] = [
  ...(['page', 'identify', 'context', 'provider', 'consent'] as const),
  ...(['state', 'trigger', 'instruction', 'assist', 'agent', 'tile'] as const),
];

/** Kinds to be kept in the buffer while these states are entered. Empty where nothing is to be captured. */
export function capturedKinds(ruleSet: RuleSet, states: Iterable<string>, whom?: Whom): Set<RecordKind> {
  return kindsOf(ruleSet, activeCapture(ruleSet, states, whom));
}

/** The same of the capture rules that apply. */
export function kindsOf(ruleSet: RuleSet, active: RuleSet['capture']): Set<RecordKind> {
  const kinds = new Set(active.flatMap((rule) => rule.kinds));
  if (kinds.size > 0 || hasOccasions(ruleSet)) {
    for (const kind of ALWAYS) kinds.add(kind);
  }
  return kinds;
}

/** Kinds that some rule looks at, kept or not: their trackers have to run. */
export function observedKinds(ruleSet: RuleSet): Set<RecordKind> {
  const { states, screen, providers, triggers, targeting } = ruleSet;
  const rules = [...states, ...screen, ...providers, ...triggers];
  const kinds = new Set(rules.flatMap((rule) => rule.observes));
  // A state without an exit ends by navigation, and some audiences are those of a part of the site.
  const isLeftByNavigation = states.some((state) => state.exit === undefined);
  if (isLeftByNavigation || targeting.some(({ pages }) => pages)) kinds.add('navigation');
  return kinds;
}

/** Nothing to capture, image, ask or trigger. States alone have no effect. */
export function isDormant(ruleSet: RuleSet): boolean {
  return ruleSet.capture.length === 0 && !hasOccasions(ruleSet);
}

function hasOccasions({ screen, providers, triggers }: RuleSet): boolean {
  return screen.length + providers.length + triggers.length > 0;
}

/** Every kind: what a condition observes that does not say. DOM events, images and files carry no facts and are never observed. */
export const OBSERVABLE_KINDS: RecordKind[] = RECORD_KINDS.filter((kind) => !['dom', 'tile', 'asset'].includes(kind));
