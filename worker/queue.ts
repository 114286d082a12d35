/** Runs tasks one after the other; one that fails doesn't keep the next. */
export interface Queue {
  run<R>(task: () => Promise<R>): Promise<R>;
}

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(task) {
      const result = last.then(task, task);
      last = result.catch(() => undefined);
      return result;
    },
  };
}
