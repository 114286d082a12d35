import type { Engine } from './engine.ts';
import { ownEngine } from './ownEngine.ts';
import { rrwebEngine } from './rrwebEngine.ts';
import type { Program } from './operation.ts';
import { REPLAYS, type Replays } from './rebuild.ts';
import { runProgram } from './run.ts';
import { tryPrograms } from './tryPrograms.ts';

/**
 * The programs as a script for a page of any browser (`test/engines/equivalence.test.ts` bundles it). The page is a frame of
 * another one that has the script, too, so that the replay has a place and a window outside of what is recorded.
 */
export interface InPage {
  /** Gives the first failure as a text, or nothing. What fits the pattern `without` stays out of the programs. */
  tryPrograms(seed: number, count: number, engineName?: string, without?: string): Promise<string | undefined>;
  /** One program, by hand, with the events that it gave. */
  runOne(program: Program, engineName?: string): Promise<string>;
}

const engineOf = (name = ownEngine.name): Engine => (name === rrwebEngine.name ? rrwebEngine : ownEngine);

const { replays } = window.parent as { replays?: Replays };

const inPage: InPage = {
  tryPrograms(seed, count, name, without) {
    const engine = engineOf(name);
    const canDo: Engine['canDo'] = (operation) =>
      engine.canDo(operation) && !(without && new RegExp(without).test(JSON.stringify(operation)));
    return tryPrograms({ engine: { ...engine, canDo }, seed, count, replays });
  },
  async runOne(program, name) {
    const lines: string[] = [];
    const difference = await runProgram(program, {
      ...{
        engine: engineOf(name),
        window,
        root: window.parent.document.body,
        run: Math.floor(performance.now()),
        replays,
      },
      sabotage(events) {
        lines.push(...events.map((event) => JSON.stringify(event)));
        return events;
      },
    });
    return [difference ?? 'fine', ...lines].join('\n');
  },
};
Object.assign(window, inPage, { replays: REPLAYS });
