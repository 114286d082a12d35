import * as v from 'valibot';
import { Count } from 'rewindow/wire';

/** Sequence numbers as runs from … to, rising and apart: what a partial segment holds, or what is left of a segment. */
export type Run = [first: number, last: number];
const Runs = v.pipe(v.string(), v.parseJson(), v.array(v.tuple([Count, Count])));

/** Numbers must rise. */
export function runsOf(sequences: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const sequence of sequences) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] + 1 === sequence) run[1] = sequence;
    else runs.push([sequence, sequence]);
  }
  return runs;
}

export function subtractRuns(runs: readonly Run[], taken: readonly Run[]): Run[] {
  const holes = [...taken].sort((a, b) => a[0] - b[0]);
  return runs.flatMap(([first, last]) => {
    const left: Run[] = [];
    let next = first;
    for (const [from, to] of holes) {
      if (to < next) continue;
      if (from > last) break;
      if (from > next) left.push([next, from - 1]);
      next = to + 1;
    }
    if (next <= last) left.push([next, last]);
    return left;
  });
}

export function countRuns(runs: readonly Run[]): number {
  return runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** Those of the records that lie in the runs. Both rise. */
export function pickByRuns<R extends { sequence: number }>(records: readonly R[], runs: readonly Run[]): R[] {
  let index = 0;
  return records.filter(({ sequence }) => {
    while ((runs[index]?.[1] ?? Infinity) < sequence) index += 1;
    return (runs[index]?.[0] ?? Infinity) <= sequence;
  });
}

export function encodeRuns(runs: readonly Run[]): string {
  return JSON.stringify(runs);
}

export function parseRuns(text: string): Run[] {
  return v.parse(Runs, text);
}
