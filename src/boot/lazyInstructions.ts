import type { createInstructions, Instructions, InstructionsScope } from './instructions.ts';

/** Loading the code failed, as it does without a connection: it is tried again after so long. */
const RETRY_MS = 5_000;

/**
 * What carries out instructions is loaded with the first of them: most visits never get one. What comes meanwhile waits, in
 * its order; instructions that have expired by then are acknowledged as expired.
 */
export function createLazyInstructions(
  deps: InstructionsScope & { load(): Promise<{ createInstructions: typeof createInstructions }> },
): Instructions {
  const { scope } = deps;
  const waiting: ((loaded: Instructions) => void)[] = [];
  let loaded: Instructions | undefined;
  let isLoading = false;
  let isStopped = false;

  const load = () => {
    if (isLoading || isStopped) return;
    isLoading = true;
    deps.load().then(
      (module) => {
        if (isStopped) return;
        loaded = module.createInstructions(deps);
        for (const call of waiting.splice(0)) call(loaded);
      },
      (error: unknown) => {
        isLoading = false;
        scope.note(`the code for instructions could not be loaded: ${String(error)}`);
        scope.natives.setTimeout(load, RETRY_MS);
      },
    );
  };
  const run = (call: (loaded: Instructions) => void) => {
    if (loaded) {
      call(loaded);
      return;
    }
    waiting.push(call);
    load();
  };
  return {
    take(values) {
      if (values.length > 0) run((instructions) => instructions.take(values));
    },
    fire(trigger, firedAt) {
      run((instructions) => instructions.fire(trigger, firedAt));
    },
    onStates(entered) {
      loaded?.onStates(entered);
    },
    stop() {
      isStopped = true;
      loaded?.stop();
    },
  };
}
