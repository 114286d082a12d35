import { LIMITS, type RuleSetSource } from 'rewindow/wire';
import { checkAudiences } from './audienceChecks.ts';
import { checkInstruction } from './instructionChecks.ts';
import type { JsonPath } from './jsonText.ts';
import { checkPattern } from './patternChecks.ts';

/** Something that is wrong with a value as a whole. */
export interface ValueProblem {
  path: JsonPath;
  message: string;
}
/** What rules refer to by id. */
export interface Declared {
  state(path: JsonPath, id: string | undefined): ValueProblem[];
  audience(path: JsonPath, id: string | undefined): ValueProblem[];
}

/** What no schema can say: ids that are used twice, states that nobody declared, a value without a bound. */
export function checkReferences(source: RuleSetSource): ValueProblem[] {
  const declared = {
    state: referTo('state', source.states),
    audience: referTo('audience', source.targeting),
  };
  return [
    ...checkIds(source),
    ...declared.audience(['audience'], source.audience),
    ...checkNesting(source.states, declared),
    ...checkBuffer(source.buffer),
    ...checkAudiences(source.targeting, declared),
    ...(['capture', 'screen', 'providers', 'forward', 'triggers', 'assist'] as const).flatMap((list) =>
      source[list].flatMap((rule, index) => checkScope(rule, [list, index], declared)),
    ),
    ...source.screen.flatMap((rule, index) => checkOccasion(rule, ['screen', index])),
    ...source.forward.flatMap((rule, index) => checkForward(rule, ['forward', index])),
    ...source.triggers.flatMap((trigger, index) => [
      ...checkPattern(trigger, ['triggers', index], declared),
      ...trigger.instructions.flatMap((draft, place) =>
        checkInstruction(draft, ['triggers', index, 'instructions', place], declared),
      ),
    ]),
  ];
}

function referTo(what: string, rules: readonly { id: string }[]): Declared['state'] {
  const known = new Set(rules.map(({ id }) => id));
  return (path, id) =>
    id === undefined || known.has(id) ? [] : [{ path, message: `there is no ${what} "${id}" in this rule set` }];
}

function checkScope(
  { state, audience }: { state?: string | undefined; audience?: string | undefined },
  path: JsonPath,
  declared: Declared,
): ValueProblem[] {
  return [...declared.state([...path, 'state'], state), ...declared.audience([...path, 'audience'], audience)];
}

function checkIds(source: RuleSetSource): ValueProblem[] {
  const { states, screen, providers, targeting, triggers, assist } = source;
  const count = triggers.length + assist.length;
  const message = `${String(count)} triggers, rules of "assist" counted; at most ${String(LIMITS.ruleCount)} are allowed`;
  return [
    ...[{ states }, { screen }, { providers }, { targeting }, { triggers, assist }].flatMap(findTwice),
    ...(count > LIMITS.ruleCount ? [{ path: ['assist'], message }] : []),
  ];
}

/** Lists that share their ids. */
function findTwice(lists: Readonly<Record<string, readonly { id: string }[]>>): ValueProblem[] {
  const first = new Map<string, string>();
  return Object.entries(lists).flatMap(([list, rules]) =>
    rules.flatMap(({ id }, index) => {
      const before = first.get(id);
      if (before === undefined) first.set(id, `${list}[${String(index)}]`);
      return before === undefined
        ? []
        : [{ path: [list, index, 'id'], message: `"${id}" is the id of ${before} already` }];
    }),
  );
}

/** Each state is within one that there is, and none within itself, by whatever way round. */
function checkNesting(states: RuleSetSource['states'], declared: Declared): ValueProblem[] {
  const outer = new Map(states.map(({ id, within }) => [id, within]));
  return states.flatMap(({ id, within }, index) => {
    const path = ['states', index, 'within'];
    const unknown = declared.state(path, within);
    const seen = new Set<string>();
    for (let next = within; next !== undefined && !seen.has(next); next = outer.get(next)) seen.add(next);
    return seen.has(id) ? [{ path, message: `the state "${id}" would be within itself` }] : unknown;
  });
}

function checkBuffer({ perKind }: RuleSetSource['buffer']): ValueProblem[] {
  const seen = new Set<string>();
  return perKind.flatMap(({ kinds, minutes, maxBytes }, index) => {
    const path = ['buffer', 'perKind', index];
    const isEmpty = minutes === undefined && maxBytes === undefined;
    const twice = kinds.flatMap((kind, place) => {
      const isTwice = seen.has(kind);
      seen.add(kind);
      return isTwice
        ? [{ path: [...path, 'kinds', place], message: `"${kind}" has its part of the buffer already` }]
        : [];
    });
    return isEmpty ? [...twice, { path, message: 'a part of the buffer needs "minutes" or "maxBytes"' }] : twice;
  });
}

function checkOccasion({ when, everyMs }: RuleSetSource['screen'][number], path: JsonPath): ValueProblem[] {
  const hasOccasion = when !== undefined || everyMs !== undefined;
  return hasOccasion ? [] : [{ path, message: 'a screen rule needs "when" or "everyMs"' }];
}

function checkForward(rule: RuleSetSource['forward'][number], path: JsonPath): ValueProblem[] {
  const { state, audience, kinds, when, mode, lastMs } = rule;
  const isForAll = [state, audience, kinds, when].every((part) => part === undefined);
  const isEager = mode !== 'live' && lastMs > 0;
  return [
    ...(isForAll ? [{ path, message: 'a forward rule needs "state", "kinds", "when" or "audience"' }] : []),
    ...(isEager ? [{ path: [...path, 'lastMs'], message: `"lastMs" goes with "live", not with "${mode}"` }] : []),
  ];
}
