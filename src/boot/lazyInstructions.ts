import { KEPT } from './goingOn.ts';
import type { createInstructions, Instructions, InstructionsScope } from './instructions.ts';

export interface LazyInstructions extends Instructions {
  /** Takes what comes with the answers to uploads, until the worker sleeps or ends; called again when it is awake. */
  listen(): void;
}

/**
 * What carries out instructions is loaded with the first of them: most visits never get one. What comes meanwhile waits, in
 * its order; instructions that have expired by then are acknowledged as expired.
 */
export function createLazyInstructions(
  deps: InstructionsScope & { load(): Promise<{ createInstructions: typeof createInstructions }> },
): LazyInstructions {
  const { scope, store } = deps;
  let loaded: Instructions | undefined;
  let isStopped = false;
  let listenerCount = 0;
  const code = scope.patientLoad(deps.load);

  const run = async <T>(call: (loaded: Instructions) => T): Promise<T> => {
    const module = await code.get();
    // Whoever waits for it has stopped, too.
    if (isStopped) return new Promise<T>(() => undefined);
    loaded ??= module.createInstructions(deps);
    return call(loaded);
  };
  const take = async (values: unknown[]) => {
    if (values.length > 0) await run((instructions) => instructions.take(values));
  };
  const hear = async () => {
    const own = (listenerCount += 1);
    for (;;) {
      const values = await (await store.api()).answers();
      if (values.length === 0 || isStopped || own !== listenerCount) return;
      await take(values);
    }
  };
  const isKept = scope.tabStorage.get(KEPT) !== undefined;
  if (isKept) void run(() => undefined);
  return {
    take,
    listen() {
      hear().catch(() => undefined);
    },
    fire(trigger, firedAt, depth) {
      void run((instructions) => {
        instructions.fire(trigger, firedAt, depth);
      });
    },
    onStates(entered) {
      if (loaded) loaded.onStates(entered);
      else if (isKept) void run((instructions) => instructions.onStates(entered));
    },
    stop() {
      isStopped = true;
      code.stop();
      loaded?.stop();
    },
  };
}
