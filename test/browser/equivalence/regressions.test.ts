import { describe, expect, it } from 'vitest';
import type { Program } from './operation.ts';
import { OPEN } from './open.ts';
import { ownEngine } from './ownEngine.ts';
import { REGRESSIONS } from './regressions.ts';
import { runProgram } from './run.ts';

const cases = (programs: Record<string, Program>) =>
  Object.entries(programs).map(([what, program], index): [string, Program, number] => [what, program, index]);
const play = (program: Program, run: number) =>
  runProgram(program, { engine: ownEngine, window, root: window.parent.document.body, run });

/** Programs that once failed, as small as they could be made. */
describe('programs that have failed before', () => {
  it.each(cases(REGRESSIONS))('%s', async (_what, program, index) => {
    expect((await play(program, index)) ?? 'the same').toBe('the same');
  });
});

describe('programs that fail', () => {
  it.fails.each(cases(OPEN))('%s', async (_what, program, index) => {
    expect((await play(program, index)) ?? 'the same').toBe('the same');
  });
});
