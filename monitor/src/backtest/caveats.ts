import { capturedKinds, observedKinds } from 'rewindow/rules';
import type { AudienceSource, RecordKind, RuleSet } from 'rewindow/wire';

/** A kind that fewer of the sessions have is worth a word. */
const RARE_SHARE = 0.1;
/** Kinds that a page makes by itself where there is a rule. */
const MADE: ReadonlySet<RecordKind> = new Set([
  ...(['state', 'trigger', 'instruction', 'assist', 'agent', 'tile', 'consent'] as const),
  ...(['identify', 'context', 'provider', 'mark', 'custom', 'page', 'asset'] as const),
]);

/** What can't be told from the archive, in words, for any draft. */
export function listCaveats(rules: RuleSet, targeting: readonly AudienceSource[]): string[] {
  return [
    'Only what is archived is looked at: what the devices dropped, or never sent, is not known here.',
    ...targeting.flatMap(({ id, countries, addresses }) =>
      countries !== undefined || addresses !== undefined
        ? [`Audience "${id}" goes by country or address, which the archive does not have: nobody is in it here.`]
        : [],
    ),
    ...(targeting.some(({ list }) => list !== undefined) ? ['Lists of users are taken as they are today.'] : []),
    ...(rules.sample < 1
      ? [`"sample" is left out of account: of all sessions ${percent(rules.sample)} would have been recorded.`]
      : []),
    ...(rules.triggers.some(({ where }) => where === 'monitor')
      ? ['Triggers of the monitor see all archived records here; in life, only what has been sent by then.']
      : []),
    ...(rules.screen.some(({ everyMs }) => everyMs !== undefined)
      ? ['Regular images are counted at most one per record.']
      : []),
  ];
}

/** Kinds that the draft asks for and that few of the sessions have: their rules then did not record them. */
export function describeMissing(
  rules: RuleSet,
  sessionCount: number,
  sessionsByKind: ReadonlyMap<RecordKind, number>,
): string[] {
  const states = rules.states.map(({ id }) => id);
  const asked = new Set([...observedKinds(rules), ...capturedKinds(rules, states)]);
  return [...asked].flatMap((kind) => {
    const count = sessionsByKind.get(kind) ?? 0;
    if (MADE.has(kind) || sessionCount === 0 || count >= sessionCount * RARE_SHARE) return [];
    const some = count === 0 ? 'None' : `Only ${String(count)}`;
    return [
      `${some} of the ${String(sessionCount)} sessions has records of the kind "${kind}", which the draft asks for.`,
    ];
  });
}

function percent(share: number): string {
  return `${String(Math.round(share * 1_000) / 10)} %`;
}
