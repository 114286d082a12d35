import { describe, expect, inject, it } from 'vitest';
import { ownEngine } from './ownEngine.ts';
import { tryPrograms } from './tryPrograms.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How many programs to run in all, and where their chance begins: REWINDOW_PROGRAMS, REWINDOW_SEED. */
    programs: { count: number; seed: number };
  }
}

/** Programs are dealt out to files, which run side by side, and within them to tests, so that none takes long. */
const FILE_COUNT = 4;
const TESTS_PER_FILE = 5;
/** Many times what a program takes. */
const PROGRAM_MS = 2_000;

/** One file's share of the programs. */
export function runShare(file: number): void {
  const { count: total, seed: first } = inject('programs');
  const count = Math.ceil(total / FILE_COUNT / TESTS_PER_FILE);
  const seeds = Array.from({ length: TESTS_PER_FILE }, (_none, index) => first + file * TESTS_PER_FILE + index);
  describe('the replay shows the page at every point of rest', () => {
    it.each(seeds)(
      `whatever is done to it: ${count} programs from %d on`,
      // A second try would be the same programs.
      { timeout: 90_000 + count * PROGRAM_MS, retry: 0 },
      async (seed) => {
        expect((await tryPrograms({ engine: ownEngine, seed, count })) ?? 'the same').toBe('the same');
      },
    );
  });
}
