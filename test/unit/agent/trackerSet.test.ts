import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LazyTracker } from '../../../src/boot/lazyTrackers.ts';
import { createTrackerSet } from '../../../src/boot/trackers.ts';
import type { Tracker } from '../../../src/capture/tracker.ts';
import type { RecordKind } from '../../../src/wire/recordKinds.ts';
import { createFakeTasks } from '../tools/fakeTasks.ts';

const KINDS = ['navigation', 'error', 'pointer', 'network', 'console'] as const;
/** What is needed with these kinds besides, as code of its own. */
const LAZY = { depth: 'network', facts: 'error' } as const;

type Hook = (name: string, moment: 'begins' | 'ends') => void;

/** A set of trackers each of which takes `ms` to begin. */
function open(ms = 1, hook: Hook = () => undefined) {
  const tasks = createFakeTasks();
  const running: string[] = [];
  const track =
    (name: string): Tracker =>
    () => {
      tasks.work(ms);
      running.push(name);
      hook(name, 'begins');
      return {
        stop() {
          if (!running.includes(name)) return;
          running.splice(running.indexOf(name), 1);
          hook(name, 'ends');
        },
      };
    };
  const lazy = Object.entries(LAZY).map(([name, kind]): LazyTracker => ({
    name,
    isNeeded: (kinds) => kinds.has(kind),
    load: () => Promise.resolve({ track: track(name) }),
  }));
  const eager = Object.fromEntries(KINDS.map((kind) => [kind, track(kind)]));
  const scope = { turns: tasks.turns, now: () => 0 };
  const set = createTrackerSet(eager, lazy, () => undefined, scope as never);
  return {
    ...tasks,
    running,
    stop: set.stop,
    require(...kinds: RecordKind[]) {
      set.require(new Set(kinds), {});
    },
    async finish() {
      for (let turns = 0; turns < 50; turns += 1) {
        await Promise.resolve();
        tasks.next();
      }
    },
  };
}

/** All that runs when these kinds are needed. */
function withLazy(kinds: readonly string[]): string[] {
  return [...kinds, ...Object.keys(LAZY).filter((name) => kinds.includes(LAZY[name as keyof typeof LAZY]))];
}

test('what is asked for while the set stops, or after it, does not begin any more', async () => {
  const set = open(1, (_name, moment) => {
    // A last record may enter a state, which asks for more.
    if (moment === 'ends') set.require('pointer', 'error');
  });
  set.require('pointer');
  expect(set.running).toEqual(['pointer']);
  set.stop();
  expect(set.running).toEqual([]);
  set.require('pointer');
  await set.finish();
  expect(set.running).toEqual([]);
});

test('the first begins at once, the others in tasks of their own, in their order', async () => {
  const set = open(10);
  set.require(...KINDS);
  expect(set.running).toEqual(['navigation']);
  set.next();
  expect(set.running).toEqual(['navigation', 'error']);
  await set.finish();
  expect(set.running).toEqual([...KINDS, 'depth', 'facts']);
});

test('stopped in the middle of the start, nothing is left, and nothing follows', async () => {
  const set = open(10);
  set.require(...KINDS);
  set.next();
  set.stop();
  expect(set.running).toEqual([]);
  expect(set.dueCount()).toBe(0);
  await set.finish();
  expect(set.running).toEqual([]);
});

test('what is no longer needed ends at once, or never begins', async () => {
  const set = open(10);
  set.require(...KINDS);
  set.require('console');
  expect(set.running).toEqual([]);
  await set.finish();
  expect(set.running).toEqual(['console']);
});

test('a tracker whose first record asks for more begins once', async () => {
  const begun: string[] = [];
  const set = open(1, (name, moment) => {
    if (moment === 'begins') begun.push(name);
    // The page's first record enters a state.
    if (name === 'navigation') set.require('navigation', 'console');
  });
  set.require('navigation');
  await set.finish();
  expect(begun).toEqual(['navigation', 'console']);
  set.stop();
  expect(set.running).toEqual([]);
});

test('a tracker whose first record makes it needless ends', async () => {
  const set = open(1, (name, moment) => {
    if (name === 'navigation' && moment === 'begins') set.require('console');
  });
  set.require('navigation', 'error');
  await set.finish();
  expect(set.running).toEqual(['console']);
});

const Kinds = fc.subarray([...KINDS]);
const Step = fc.oneof(
  fc.record({ kinds: Kinds }),
  fc.constantFrom('task' as const, 'loaded' as const),
  fc.record({ when: fc.constantFrom(...KINDS), moment: fc.constantFrom('begins', 'ends'), asks: Kinds }),
);

test('whatever is asked for, and whenever: what runs in the end is what was asked for last, each once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { maxLength: 20 }), fc.nat(12), fc.boolean(), async (steps, ms, isStopped) => {
      let last: readonly RecordKind[] = [];
      let asking: { when: string; moment: string; asks: RecordKind[] } | undefined;
      const require = (kinds: RecordKind[]) => {
        last = kinds;
        set.require(...kinds);
      };
      const set = open(ms, (name, moment) => {
        if (asking?.when !== name || asking.moment !== moment) return;
        const { asks } = asking;
        asking = undefined;
        require(asks);
      });
      for (const step of steps) {
        if (step === 'task') set.next();
        else if (step === 'loaded') await Promise.resolve();
        else if ('asks' in step) asking = step;
        else require(step.kinds);
      }
      if (isStopped) set.stop();
      await set.finish();
      expect([...set.running].sort()).toEqual(isStopped ? [] : withLazy(last).sort());
      expect(set.dueCount()).toBe(0);
    }),
  );
});
