import { listen } from '../browser/listen.ts';
import type { PageStorage } from '../browser/storage.ts';
import * as patterns from '../rules/patterns/index.ts';
import type { Effects } from '../rules/run.ts';
import type { Stoppable } from '../tools/stop.ts';
import { parsePublishedRuleSet } from '../wire/parseInPage.ts';
import type { Capture } from '../wire/record.ts';
import type { Summary } from '../wire/summary.ts';
import { createRuleSide } from './rules/ruleSide.ts';
import type { SurroundingsScope } from './rules/surroundings.ts';

/** A rule set that runs beside the published one without any effect: it only counts which triggers would have fired. */
export interface Trial extends Stoppable {
  /** A fact that was captured for the published rules; nothing is captured for the trial. */
  follow(capture: Capture): void;
  facts(): NonNullable<Summary['trial']>;
}

export interface TrialScope extends SurroundingsScope {
  /** Of the tab: counts survive a reload, and belong to one session. */
  storage: PageStorage;
  /** The counts have changed. */
  onCounted(): void;
}

const NAME = 'trial';
/** As the published rules have it: states and triggers make records, so many rounds and no more. */
const ROUND_MAX = 5;

/** @throws {WireError} where the rule set is not one */
export function startTrial(scope: TrialScope, given: unknown): Trial {
  const { hash, rules } = parsePublishedRuleSet(given);
  const saved = restore(scope, hash);
  const side = createRuleSide(scope, rules, { patterns, saved: saved.memory });
  const { fired } = saved;
  const settle = (effects: Effects, at: number, round: number) => {
    const triggers = [...effects.fired, ...effects.wouldFire];
    for (const { id } of triggers) fired.set(id, (fired.get(id) ?? 0) + 1);
    if (triggers.length > 0) scope.onCounted();
    if (round < ROUND_MAX) for (const made of listMade(effects, at)) settle(side.follow(made), at, round + 1);
  };
  const save = () => {
    const counts = Object.fromEntries(fired);
    scope.storage.set(NAME, { sessionId: scope.sessionId, hash, memory: side.save(), fired: counts });
  };
  const leaving = listen(scope.window, 'pagehide', save);
  return {
    follow(capture) {
      const isAwake = rules.audience === undefined || side.audiences().has(rules.audience);
      if (isAwake && capture.kind !== 'dom') settle(side.follow(capture), capture.at, 0);
    },
    facts: () => ({ hash, fired: Object.fromEntries(fired) }),
    stop() {
      save();
      leaving.stop();
    },
  };
}

function listMade({ entered, exited, fired, wouldFire }: Effects, at: number): Capture[] {
  return [
    ...exited.map((state): Capture => ({ kind: 'state', at, data: { type: 'exit', state } })),
    ...entered.map((state): Capture => ({ kind: 'state', at, data: { type: 'enter', state } })),
    ...[...fired, ...wouldFire].map(({ id }): Capture => ({ kind: 'trigger', at, data: { trigger: id, revision: 0 } })),
  ];
}

/** What the page before this one has counted of the same trial in the same session. */
function restore({ storage, sessionId }: TrialScope, hash: string): { memory: unknown; fired: Map<string, number> } {
  const saved = Object(storage.get(NAME)) as Partial<Record<string, unknown>>;
  if (saved['sessionId'] !== sessionId || saved['hash'] !== hash) return { memory: undefined, fired: new Map() };
  const counts: [string, unknown][] = Object.entries(Object(saved['fired']) as object);
  const fired = counts.flatMap(([id, count]) => (Number.isSafeInteger(count) ? [[id, Number(count)] as const] : []));
  return { memory: saved['memory'], fired: new Map(fired) };
}
