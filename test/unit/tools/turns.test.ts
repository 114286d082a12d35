import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Stoppable } from '../../../src/tools/stop.ts';
import { createFakeTasks } from './fakeTasks.ts';

/** What begins takes its time, and says that it has begun and ended. */
function open() {
  const tasks = createFakeTasks();
  const said: string[] = [];
  const add = (name: string, ms = 1, also: () => void = () => undefined) =>
    tasks.turns.add(() => {
      said.push(name);
      tasks.work(ms);
      also();
      return { stop: () => said.push(`-${name}`) };
    });
  return { ...tasks, said, add };
}

test('in one task begins what fits into it, at least one thing; the rest follows in order', () => {
  const { said, add, turns, next, dueCount } = open();
  for (const [index, ms] of [20, 5, 5, 3, 1].entries()) add(String(index), ms);
  expect(said).toEqual([]);
  turns.now();
  expect(said).toEqual(['0']);
  next();
  expect(said).toEqual(['0', '1', '2']);
  next();
  expect(said).toEqual(['0', '1', '2', '3', '4']);
  expect(dueCount()).toBe(0);
});

test('`soon` is never in the same task; `now` waits where others wait', () => {
  const { said, add, turns, next } = open();
  add('first');
  turns.soon();
  expect(said).toEqual([]);
  add('second');
  turns.now();
  expect(said).toEqual([]);
  next();
  expect(said).toEqual(['first', 'second']);
});

test('what is stopped before its turn never begins; what is stopped in its turn ends', () => {
  const { said, add, turns } = open();
  const parts: Stoppable[] = [];
  parts.push(add('early'));
  parts.push(add('self', 1, () => parts[1]?.stop()));
  parts[0]?.stop();
  turns.now();
  expect(said).toEqual(['self', '-self']);
});

test('one that fails does not keep the others', () => {
  const { said, add, turns, failures } = open();
  add('bad', 1, () => {
    throw new Error('no');
  });
  add('good');
  turns.now();
  expect(said).toEqual(['bad', 'good']);
  expect(failures).toHaveLength(1);
});

test('after the end nothing begins, and no task is due', () => {
  const { said, add, turns, next, dueCount } = open();
  add('long', 20);
  add('never');
  turns.now();
  expect(dueCount()).toBe(1);
  turns.stop();
  expect(next()).toBe(false);
  expect(said).toEqual(['long']);
});

test('stopped in the middle of a task it begins nothing more', () => {
  const { said, add, turns, dueCount } = open();
  add('last', 1, turns.stop);
  add('never');
  turns.now();
  expect(said).toEqual(['last']);
  expect(dueCount()).toBe(0);
});

const Step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), ms: fc.nat(20), stops: fc.option(fc.nat(9)), adds: fc.boolean() }),
  fc.record({ do: fc.constant('stop' as const), which: fc.nat(9) }),
  fc.record({ do: fc.constantFrom('now' as const, 'soon' as const, 'task' as const) }),
);

test('whatever happens between the tasks: each begins once and in order, unless it was stopped before', () => {
  fc.assert(
    fc.property(fc.array(Step, { maxLength: 30 }), (steps) => {
      const { said, add, turns, next, dueCount } = open();
      const parts: Stoppable[] = [];
      const stopped = new Set<number>();
      const stop = (which: number) => {
        if (which < parts.length) stopped.add(which);
        parts[which]?.stop();
      };
      const put = (ms: number, also?: () => void) => parts.push(add(String(parts.length), ms, also));
      for (const step of steps) {
        if (step.do === 'task') next();
        else if (step.do === 'stop') stop(step.which);
        else if (step.do === 'add') {
          put(step.ms, () => {
            if (step.stops !== null) stop(step.stops);
            if (step.adds) put(1);
          });
        } else turns[step.do]();
      }
      turns.soon();
      while (next());
      const begun = said.filter((name) => !name.startsWith('-')).map(Number);
      expect(begun).toEqual([...new Set(begun)].sort((a, b) => a - b));
      const open_ = begun.filter((which) => !said.includes(`-${String(which)}`));
      expect(open_).toEqual([...parts.keys()].filter((which) => !stopped.has(which)));
      expect(dueCount()).toBe(0);
    }),
  );
});
