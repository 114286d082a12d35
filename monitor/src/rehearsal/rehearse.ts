import { createRuleEngine, createRuleInput, emptyMemory, type Effects, type RuleInput } from 'rewindow/rules';
import type { Capture, RuleSet } from 'rewindow/wire';
import { createCast, type Cast } from './cast.ts';
import type { Case, ShortRecord } from './testFile.ts';

/** What the rules did in a case. Times count from the start of the session. */
export interface Outcome {
  fired: { id: string; atMs: number }[];
  wouldFire: { id: string; atMs: number }[];
  entered: string[];
  states: string[];
  screen: string[];
  providers: string[];
  /** What became of each record. */
  forward: string[];
}

/** States and triggers make records, which may enter states and fire triggers: so many rounds and no more, as in the page. */
const ROUND_MAX = 5;
/** Moments between two records at which something is due. */
const MOMENT_MAX = 10_000;

/**
 * Plays a case to the rules of page and monitor, as if all of it had arrived there, and lets time pass in between. Nothing is
 * captured or sent; `sample` and what images and orders would cost are left out of account.
 */
export function rehearse(rules: RuleSet, given: Case): Outcome {
  const outcome: Outcome = {
    fired: [],
    wouldFire: [],
    entered: [],
    states: [],
    screen: [],
    providers: [],
    forward: [],
  };
  const isAsleep = rules.audience !== undefined && !given.audiences.includes(rules.audience);
  if (isAsleep) return { ...outcome, forward: given.records.map(() => 'never') };
  const cast = createCast(given);
  const sides = (['page', 'monitor'] as const).map((where) => createSide(rules, where));
  const play = (input: (where: Side['where']) => RuleInput, at: number, round: number): string => {
    let mode = '';
    // Both have seen the record before either sees what follows from it.
    const seen = sides.map((side) => {
      const effects = side.engine.evaluate(side.memory, input(side.where));
      side.memory = effects.memory;
      return { side, effects };
    });
    for (const { side, effects } of seen) {
      if (side.where === 'page') mode = effects.forward.mode;
      settle(side, effects, at, round);
    }
    return mode;
  };
  const settle = (side: Side, effects: Effects, at: number, round: number) => {
    note(outcome, side.where, effects, at - given.startAt);
    if (side.where === 'monitor' || round >= ROUND_MAX) return;
    for (const record of consequences(effects, at)) {
      play((where) => createRuleInput(record, cast.surroundings(where)), at, round + 1);
    }
  };
  const letPass = (until: number) => {
    for (const side of sides) {
      for (let count = 0; count < MOMENT_MAX; count += 1) {
        const due = side.engine.dueAt(side.memory);
        if (due === undefined || due > until) break;
        const effects = side.engine.advance(side.memory, due, cast.surroundings(side.where));
        side.memory = effects.memory;
        settle(side, effects, due, 0);
      }
    }
  };
  for (const record of given.records) {
    const at = given.startAt + record.atMs;
    letPass(at);
    const data = cast.observe(record);
    outcome.forward.push(play((where) => inputOf({ ...record, data }, at, cast, where), at, 0));
  }
  letPass(given.startAt + (given.untilMs ?? 0));
  const states = Object.keys(sides[0]?.memory.states ?? {});
  return { ...outcome, states, fired: byTime(outcome.fired), wouldFire: byTime(outcome.wouldFire) };
}

interface Side {
  where: 'page' | 'monitor';
  engine: ReturnType<typeof createRuleEngine>;
  memory: ReturnType<typeof emptyMemory>;
}

function createSide(rules: RuleSet, where: Side['where']): Side {
  return { where, engine: createRuleEngine(rules, where), memory: emptyMemory() };
}

/** What page and monitor have fired, in one order. */
function byTime(firings: Outcome['fired']): Outcome['fired'] {
  return firings.sort((one, other) => one.atMs - other.atMs);
}

/** Short records lack what conditions don't ask for; the rules take them as they are. */
function inputOf({ kind, data }: ShortRecord, at: number, cast: Cast, where: Side['where']): RuleInput {
  const { scope, ...input } = createRuleInput({ kind: 'mark', at, data: { name: '' } }, cast.surroundings(where));
  return { ...input, kind, scope: { ...scope, record: { ...data, kind, at } } };
}

function consequences({ entered, exited, fired, wouldFire }: Effects, at: number): Capture[] {
  const said = { revision: 1 };
  return [
    ...exited.map((state): Capture => ({ kind: 'state', at, data: { type: 'exit', state } })),
    ...entered.map((state): Capture => ({ kind: 'state', at, data: { type: 'enter', state } })),
    ...wouldFire.map(({ id }): Capture => ({ kind: 'trigger', at, data: { trigger: id, ...said, dryRun: true } })),
    ...fired.map(({ id }): Capture => ({ kind: 'trigger', at, data: { trigger: id, ...said } })),
  ];
}

function note(outcome: Outcome, where: Side['where'], effects: Effects, atMs: number): void {
  outcome.fired.push(...effects.fired.map(({ id }) => ({ id, atMs })));
  outcome.wouldFire.push(...effects.wouldFire.map(({ id }) => ({ id, atMs })));
  // States are the page's; the monitor follows them for its own triggers.
  if (where === 'monitor') return;
  outcome.entered.push(...effects.entered);
  outcome.screen.push(...effects.screens.map(({ id }) => id));
  outcome.providers.push(...effects.providers.map(({ id }) => id));
}
