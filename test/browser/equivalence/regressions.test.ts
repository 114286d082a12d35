import { describe, expect, it } from 'vitest';
import { ownEngine } from './ownEngine.ts';
import { REGRESSIONS } from './regressions.ts';
import { runProgram } from './run.ts';

/** Programs that once failed, as small as they could be made. */
describe('programs that have failed before', () => {
  const cases = Object.entries(REGRESSIONS).map(([what, program], run) => ({ what, program, run }));
  it.each(cases)('$what', async ({ program, run }) => {
    const deps = { engine: ownEngine, window, root: window.parent.document.body, run };
    expect((await runProgram(program, deps)) ?? 'the same').toBe('the same');
  });
});
