/** Lets at most so many tasks run at the same time; the others wait in the order of their coming. */
export interface Gate {
  run<T>(task: () => Promise<T>): Promise<T>;
}

export function createGate(count: number): Gate {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async run(task) {
      if (free > 0) free -= 1;
      else await new Promise<void>((enter) => waiting.push(enter));
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
