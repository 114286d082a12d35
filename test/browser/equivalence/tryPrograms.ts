import fc from 'fast-check';
import type { Engine } from './engine.ts';
import type { Program } from './operation.ts';
import { arbitraryProgram } from './programs.ts';
import { runProgram, type RunDeps } from './run.ts';

export interface Trial {
  engine: Engine;
  seed: number;
  count: number;
  /** Of operations in one program. */
  lengthMax?: number;
  sabotage?: RunDeps['sabotage'];
  replays?: RunDeps['replays'];
}

const LENGTH_MAX = 60;
/** Shrinking to the very last operation isn't worth more: it is cut off where it stands. */
const SHRINK_MS = 60_000;

/** Runs random programs. Gives the first failure, shrunk, as a text that says all; undefined where there is none. */
export async function tryPrograms({
  engine,
  seed,
  count,
  lengthMax,
  sabotage,
  replays,
}: Trial): Promise<string | undefined> {
  let run = 0;
  let failedAt = Infinity;
  const property = fc.asyncProperty(arbitraryProgram(engine.canDo, lengthMax ?? LENGTH_MAX), async (program) => {
    if (performance.now() - failedAt > SHRINK_MS) return;
    run += 1;
    const deps = { engine, window, root: window.parent.document.body, run: seed * 100_000 + run, replays };
    const difference = await runProgram(program, { ...deps, ...(sabotage && { sabotage }) });
    if (difference === undefined) return;
    failedAt = Math.min(failedAt, performance.now());
    throw new Error(difference);
  });
  const result = await fc.check(property, { seed, numRuns: count });
  const [program] = result.counterexample ?? [];
  if (!result.failed || !program) return undefined;
  const what = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  const which = `${engine.name}, seed ${seed}, program ${result.numRuns}, shrunk ${result.numShrinks} times`;
  return `${which}:\n${what}\n\n${toCode(program)}`;
}

/** For regressions.test.ts. */
function toCode(program: Program): string {
  return `[\n${program.map((operation) => `  ${toLiteral(operation)},\n`).join('')}]`;
}

function toLiteral(operation: object): string {
  const fields = Object.entries(operation).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `{ ${fields.join(', ')} }`;
}
