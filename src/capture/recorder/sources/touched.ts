import type { Source } from '../source.ts';

/** Beyond this they are looked at at once: most are fields that nobody sees. */
const TOUCHED_COUNT_MAX = 1_000;

/** Nodes that something was done to, to be looked at when there is time: the page goes on meanwhile. */
export interface Touched {
  /** @param isWaited whether it needs a turn of its own, or may come with what is told next anyway */
  add(node: unknown, isWaited: boolean): void;
  delete(node: unknown): void;
  /** Looks at all of them. */
  settle(): void;
  isAwaited(): boolean;
  clear(): void;
}

export function createTouched(look: (node: unknown, isWaited: boolean) => void): Touched {
  const all = new Map<unknown, boolean>();
  const settle = () => {
    for (const [node, isWaited] of all) {
      all.delete(node);
      look(node, isWaited);
    }
  };
  return {
    add(node, isWaited) {
      all.set(node, isWaited || all.get(node) === true);
      if (all.size >= TOUCHED_COUNT_MAX) settle();
    },
    delete: (node) => all.delete(node),
    settle,
    isAwaited: () => [...all.values()].includes(true),
    clear() {
      all.clear();
    },
  };
}

/** The source that takes what becomes of them. */
export function afterTouched(
  touched: Touched,
  { take, isDone, restart, stop }: Omit<Source, 'watch'>,
): Omit<Source, 'watch'> {
  const clearing = (then: () => void) => () => {
    touched.clear();
    then();
  };
  return {
    take(isOver) {
      touched.settle();
      return take(isOver);
    },
    isDone: () => isDone() && !touched.isAwaited(),
    restart: clearing(restart),
    stop: clearing(stop),
  };
}
