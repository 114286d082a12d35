import type { Engine } from './engine.ts';
import { ownEngine } from './ownEngine.ts';
import { rrwebEngine } from './rrwebEngine.ts';
import type { Program } from './operation.ts';
import { runProgram } from './run.ts';
import { tryPrograms } from './tryPrograms.ts';

/**
 * The programs as a script for a page of any browser (`test/engines/equivalence.test.ts` bundles it). It stands in a frame
 * of its own, so that the replay has a place outside of the page that is recorded.
 */
export interface InPage {
  /** Gives the first failure as a text, or nothing. What fits the pattern `without` stays out of the programs. */
  tryPrograms(seed: number, count: number, engineName?: string, without?: string): Promise<string | undefined>;
  /** One program, by hand, with the events that it gave. */
  runOne(program: Program, engineName?: string): Promise<string>;
}

const engineOf = (name = ownEngine.name): Engine => (name === rrwebEngine.name ? rrwebEngine : ownEngine);

const inPage: InPage = {
  tryPrograms(seed, count, name, without) {
    const engine = engineOf(name);
    const canDo: Engine['canDo'] = (operation) =>
      engine.canDo(operation) && !(without && new RegExp(without).test(JSON.stringify(operation)));
    return tryPrograms({ engine: { ...engine, canDo }, seed, count });
  },
  async runOne(program, name) {
    const lines: string[] = [];
    const difference = await runProgram(program, {
      ...{ engine: engineOf(name), window, root: window.parent.document.body, run: Math.floor(performance.now()) },
      sabotage(events) {
        lines.push(...events.map((event) => JSON.stringify(event)));
        return events;
      },
    });
    return [difference ?? 'fine', ...lines].join('\n');
  },
};
Object.assign(window, inPage);
