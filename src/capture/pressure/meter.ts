import { takeNative } from '../../browser/natives.ts';
import type { Stoppable } from '../../tools/stop.ts';
import { createTally, type Tally } from './tally.ts';

/** Measures what the recording of changes costs. */
export interface Meter extends Pick<Tally, 'take' | 'rest'>, Stoppable {
  /** Measures the recorder that the action starts. */
  around(action: () => void): void;
  /** Only counts changes: no recorder runs. */
  count(): void;
}

/** A meter for a recorder that says itself what it does. */
export interface WorkMeter extends Meter {
  /** Changes have come; noting them has taken so long. */
  noteChanges(count: number, busyMs: number): void;
  /** Work on them. */
  noteWork(busyMs: number): void;
}

export interface MeterScope {
  window: Window & typeof globalThis;
  guard<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void;
  /** Something has changed. */
  onChange(): void;
}

const EVERYTHING = { subtree: true, childList: true, characterData: true, attributes: true };

/** Measures whoever records by observers: ours stand before and behind the recorder's, and browsers call them in order. */
export function createObserverMeter({ window, guard, onChange }: MeterScope): Meter {
  const now = () => window.performance.now();
  const { add, ...tally } = createTally(now);
  const observers = createObservers(window, guard);
  let beganAt = now();
  const count = () => {
    observers.stop();
    observers.add((records) => {
      add(0, records.length);
      beganAt = now();
      onChange();
    });
  };
  return {
    ...tally,
    count,
    around(action) {
      count();
      action();
      observers.add(() => {
        add(now() - beganAt, 0);
      });
    },
    stop: observers.stop,
  };
}

export function createWorkMeter({ window, guard, onChange }: MeterScope): WorkMeter {
  const { add, ...tally } = createTally(() => window.performance.now());
  const observers = createObservers(window, guard);
  const noteChanges = (count: number, busyMs: number) => {
    add(busyMs, count);
    onChange();
  };
  return {
    ...tally,
    noteChanges,
    noteWork(busyMs) {
      add(busyMs, 0);
    },
    around(action) {
      observers.stop();
      action();
    },
    count() {
      observers.stop();
      observers.add((records) => {
        noteChanges(records.length, 0);
      });
    },
    stop: observers.stop,
  };
}

function createObservers(window: MeterScope['window'], guard: MeterScope['guard']) {
  const Observer = takeNative(window, 'MutationObserver', window.MutationObserver);
  let all: MutationObserver[] = [];
  return {
    add(callback: (records: MutationRecord[]) => void) {
      const observer = new Observer(guard(callback));
      observer.observe(window.document, EVERYTHING);
      all.push(observer);
    },
    stop() {
      for (const observer of all) observer.disconnect();
      all = [];
    },
  };
}
