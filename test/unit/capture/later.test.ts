import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLater, LATER_MS } from '../../../src/capture/later.ts';

/** A window whose time passes by being told to. */
function start() {
  let [now, nextId] = [0, 1];
  let timers: { id: number; at: number; run: () => void }[] = [];
  const failures: unknown[] = [];
  const window = {
    performance: { now: () => now },
    setTimeout(run: () => void, ms: number) {
      timers.push({ id: nextId, at: now + ms, run });
      return nextId++;
    },
    clearTimeout(id: number) {
      timers = timers.filter((timer) => timer.id !== id);
    },
  };
  const guard =
    <A extends unknown[]>(callback: (...args: A) => void) =>
    (...args: A) => {
      try {
        callback(...args);
      } catch (error) {
        failures.push(error);
      }
    };
  return {
    later: createLater({ window: window as unknown as Window & typeof globalThis, guard }),
    failures,
    timerCount: () => timers.length,
    work(ms: number) {
      now += ms;
    },
    pass(ms: number) {
      const until = now + ms;
      for (;;) {
        const [due] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.id - b.id);
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = Math.max(now, until);
    },
  };
}

describe('later', () => {
  it('waits, and then does all in the order in which it was asked for', () => {
    const { later, pass, timerCount } = start();
    const done: number[] = [];
    for (const one of [1, 2, 3]) later.do(() => done.push(one));
    pass(LATER_MS - 1);
    expect(done).toEqual([]);
    expect(timerCount()).toBe(1);
    pass(1);
    expect(done).toEqual([1, 2, 3]);
    expect(timerCount()).toBe(0);
  });

  it('goes on in another task where it has taken long', () => {
    const { later, work, pass, timerCount } = start();
    const done: number[] = [];
    for (let one = 0; one < 6; one += 1) {
      later.do(() => {
        done.push(one);
        work(3);
      });
    }
    pass(LATER_MS);
    expect(done).toEqual([0, 1, 2]);
    expect(timerCount()).toBe(1);
    pass(0);
    expect(done).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('does what is asked for meanwhile behind the rest, and nothing within something else', () => {
    const { later, pass } = start();
    const done: string[] = [];
    later.do(() => {
      done.push('a begins');
      later.do(() => done.push('c'));
      later.flush();
      done.push('a ends');
    });
    later.do(() => done.push('b'));
    pass(LATER_MS);
    expect(done).toEqual(['a begins', 'a ends', 'b', 'c']);
  });

  it('keeps the rest from what fails, and forgets it when it is stopped', () => {
    const { later, pass, failures, timerCount } = start();
    const done: number[] = [];
    later.do(() => {
      throw new Error('first');
    });
    later.do(() => done.push(2));
    later.flush();
    expect(done).toEqual([2]);
    expect(failures).toHaveLength(1);
    later.do(() => done.push(3));
    later.stop();
    pass(1_000);
    expect(done).toEqual([2]);
    expect(timerCount()).toBe(0);
  });

  it('does each once, in order, whatever is flushed and however long it takes', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('do' as const), ms: fc.integer({ min: 0, max: 12 }), again: fc.boolean() }),
      fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 150 }) }),
      fc.record({ type: fc.constant('flush' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { later, work, pass, timerCount } = start();
        const [asked, done]: [number[], number[]] = [[], []];
        const ask = (ms: number, again: boolean) => {
          const id = asked.length;
          asked.push(id);
          later.do(() => {
            done.push(id);
            work(ms);
            if (again) ask(ms, false);
          });
        };
        for (const one of steps) {
          if (one.type === 'do') ask(one.ms, one.again);
          else if (one.type === 'pass') pass(one.ms);
          else {
            later.flush();
            expect(done).toEqual(asked);
          }
        }
        pass(10_000);
        expect(done).toEqual(asked);
        expect(timerCount()).toBe(0);
      }),
    );
  });
});
