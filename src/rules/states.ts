import type { RecordKind } from '../wire/recordKinds.ts';
import type { State } from '../wire/ruleSet.ts';
import { matchCondition } from './evaluate.ts';
import { byKind } from './byKind.ts';
import type { RuleInput } from './input.ts';
import { own, type RuleMemory } from './memory.ts';
import { erase, seeStates, write, type Run } from './run.ts';

/** Enters and leaves states. A state is inside another one only while that one is entered, and is left with it. */
export interface StateMoves {
  follow(run: Run, input: RuleInput): void;
  dueAt(memory: RuleMemory): number;
  /** Enters those that have lasted long enough. */
  advance(run: Run, at: number): void;
}

export function createStateMoves(states: State[]): StateMoves {
  const index = byKind(outsideIn(states).map(withExitKinds));
  const lasting = outsideIn(states).filter(({ dwellMs = 0 }) => dwellMs > 0);
  const leave = (run: Run, { id }: State, at: number) => {
    erase(run, 'waiting', id);
    const enteredAt = own(run.memory.states, id);
    if (enteredAt === undefined) return;
    erase(run, 'states', id);
    write(run, 'visits')[id] = { enteredAt, leftAt: at };
    for (const inner of states) if (inner.within === id) leave(run, inner, at);
    run.exited.push(id);
  };
  const dueAt = ({ id, dwellMs = 0 }: State, { waiting }: RuleMemory) => (own(waiting, id) ?? Infinity) + dwellMs;
  return {
    follow(run, input) {
      const rules = index.get(input.kind);
      if (!rules) return;
      let { scope } = seeStates(run, input);
      for (const rule of rules) {
        const { id, within, dwellMs = 0 } = rule;
        const { states: now, waiting } = run.memory;
        if (Object.hasOwn(now, id) || Object.hasOwn(waiting, id)) {
          if (!isExit(rule, scope)) continue;
          leave(run, rule, input.at);
        } else {
          if (within !== undefined && !Object.hasOwn(now, within)) continue;
          if (!matchCondition(rule.enter, scope)) continue;
          if (dwellMs > 0) write(run, 'waiting')[id] = input.at;
          else enter(run, id, input.at);
        }
        ({ scope } = seeStates(run, input));
      }
    },
    dueAt: (memory) => lasting.reduce((least, rule) => Math.min(least, dueAt(rule, memory)), Infinity),
    advance(run, at) {
      for (const rule of lasting) {
        if (dueAt(rule, run.memory) > at) continue;
        erase(run, 'waiting', rule.id);
        enter(run, rule.id, at);
      }
    },
  };
}

function enter(run: Run, id: string, at: number): void {
  write(run, 'states')[id] = at;
  write(run, 'visits')[id] = { enteredAt: at };
  run.entered.push(id);
}

/** What others are inside of comes first, so that one record can enter both. */
function outsideIn(states: State[]): State[] {
  const outer = new Map(states.map(({ id, within }) => [id, within]));
  const depthOf = ({ within }: State) => {
    let depth = 0;
    // Bounded: a state may be inside itself by mistake.
    for (let next = within; next !== undefined && depth < states.length; next = outer.get(next)) depth += 1;
    return depth;
  };
  return states
    .map((state) => ({ state, depth: depthOf(state) }))
    .sort((one, other) => one.depth - other.depth)
    .map(({ state }) => state);
}

/** A state without an exit is left by navigation, whatever enters it. */
function withExitKinds(state: State): State & { observes: RecordKind[] } {
  const isObserved = state.exit !== undefined || state.observes.includes('navigation');
  return isObserved ? state : { ...state, observes: [...state.observes, 'navigation'] };
}

/** A state without an exit is left by the next navigation that does not enter it. */
function isExit(rule: State, scope: RuleInput['scope']): boolean {
  if (rule.exit !== undefined) return matchCondition(rule.exit, scope);
  return scope.record['kind'] === 'navigation' && !matchCondition(rule.enter, scope);
}
