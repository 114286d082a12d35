/** Instructions that came with the monitor's answers, until the page takes them. */
export interface Answers {
  hear(instructions: unknown): void;
  /** Resolves as soon as there are some; with none when it ends. */
  next(): Promise<unknown[]>;
  end(): void;
}

/** What nobody takes is lost here only: the monitor repeats what nobody has acknowledged. */
const COUNT_MAX = 200;

export function createAnswers(): Answers {
  let heard: unknown[] = [];
  let waiting: ((instructions: unknown[]) => void)[] = [];
  const give = (): void => {
    const [taken, takers] = [heard, waiting];
    heard = [];
    waiting = [];
    for (const take of takers) take(taken);
  };
  return {
    hear(instructions) {
      if (!Array.isArray(instructions) || instructions.length === 0) return;
      heard = [...heard, ...(instructions as unknown[])].slice(-COUNT_MAX);
      if (waiting.length > 0) give();
    },
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (heard.length > 0) give();
      }),
    end: give,
  };
}
