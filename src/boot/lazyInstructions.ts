import type { createInstructions, Instructions, InstructionsScope } from './instructions.ts';

/**
 * What carries out instructions is loaded with the first of them: most visits never get one. What comes meanwhile waits, in
 * its order; instructions that have expired by then are acknowledged as expired.
 */
export function createLazyInstructions(
  deps: InstructionsScope & { load(): Promise<{ createInstructions: typeof createInstructions }> },
): Instructions {
  let loaded: Instructions | undefined;
  let isStopped = false;
  const code = deps.scope.patientLoad(deps.load);

  const run = async (call: (loaded: Instructions) => void) => {
    const module = await code.get();
    if (isStopped) return;
    loaded ??= module.createInstructions(deps);
    call(loaded);
  };
  return {
    take(values) {
      if (values.length === 0) return;
      void run((instructions) => {
        instructions.take(values);
      });
    },
    fire(trigger, firedAt, depth) {
      void run((instructions) => {
        instructions.fire(trigger, firedAt, depth);
      });
    },
    onStates(entered) {
      loaded?.onStates(entered);
    },
    stop() {
      isStopped = true;
      code.stop();
      loaded?.stop();
    },
  };
}
