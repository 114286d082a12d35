import { describe, expect, it } from 'vitest';
import type { Program } from './operation.ts';
import { ownEngine } from './ownEngine.ts';
import { REGRESSIONS } from './regressions.ts';
import { runProgram } from './run.ts';

/** Programs that once failed, as small as they could be made. */
describe('programs that have failed before', () => {
  it.each(
    Object.entries(REGRESSIONS).map(([what, program], index): [string, Program, number] => [what, program, index]),
  )('%s', async (_what, program, index) => {
    const deps = { engine: ownEngine, window, root: window.parent.document.body, run: index };
    expect((await runProgram(program, deps)) ?? 'the same').toBe('the same');
  });
});
