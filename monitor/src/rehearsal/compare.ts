import type { Outcome } from './rehearse.ts';
import type { Expected, Firing } from './testFile.ts';

/** Where a case went another way than expected. */
export interface Difference {
  what: keyof Expected;
  /** In order: what both have, what is missing (-) and what is too much (+). */
  lines: { sign: ' ' | '-' | '+'; text: string }[];
}

/** What of the outcome is not as expected; what the case says nothing of may be as it likes. */
export function compareOutcome(expected: Expected, outcome: Outcome): Difference[] {
  const { fired, wouldFire, entered, states, screen, providers, forward } = expected;
  const pairs: [keyof Expected, readonly Firing[] | undefined, Token[]][] = [
    ['fired', fired, outcome.fired.map(timed)],
    ['wouldFire', wouldFire, outcome.wouldFire.map(timed)],
    ['entered', entered, outcome.entered.map(plain)],
    // A set: in which order they were entered, `entered` says.
    ['states', states && [...states].sort(), [...outcome.states].sort().map(plain)],
    ['screen', screen, outcome.screen.map(plain)],
    ['providers', providers, outcome.providers.map(plain)],
    ['forward', forward, outcome.forward.map(plain)],
  ];
  return pairs.flatMap(([what, wanted, found]) => {
    if (wanted === undefined) return [];
    const lines = compareLists(wanted, found);
    return lines.every(({ sign }) => sign === ' ') ? [] : [{ what, lines }];
  });
}

interface Token {
  text: string;
  fits(wanted: Firing): boolean;
}

function plain(id: string): Token {
  return { text: id, fits: (wanted) => wanted === id };
}

function timed({ id, atMs }: { id: string; atMs: number }): Token {
  return {
    text: say({ id, atMs }),
    fits: (wanted) => (typeof wanted === 'string' ? wanted === id : wanted.id === id && wanted.atMs === atMs),
  };
}

function say(firing: Firing): string {
  return typeof firing === 'string' ? firing : `${firing.id} at ${String(firing.atMs)} ms`;
}

/** The longest common part of both lists stays, the rest is missing or too much. */
function compareLists(wanted: readonly Firing[], found: readonly Token[]): Difference['lines'] {
  const lengths = commonLengths(wanted, found);
  const lines: Difference['lines'] = [];
  let [row, column] = [0, 0];
  while (row < wanted.length || column < found.length) {
    const [want, token] = [wanted[row], found[column]];
    const isSame = want !== undefined && token?.fits(want) === true;
    const skipsWanted = want !== undefined && lengthAt(lengths, row + 1, column) >= lengthAt(lengths, row, column + 1);
    if (isSame) lines.push({ sign: ' ', text: token.text });
    else if (want !== undefined && (skipsWanted || token === undefined)) lines.push({ sign: '-', text: say(want) });
    else if (token !== undefined) lines.push({ sign: '+', text: token.text });
    const isMissing = lines.at(-1)?.sign === '-';
    if (!isMissing) column += 1;
    if (isSame || isMissing) row += 1;
  }
  return lines;
}

/** Of the lists from each place on. */
function commonLengths(wanted: readonly Firing[], found: readonly Token[]): number[][] {
  const lengths: number[][] = [];
  for (let row = wanted.length - 1; row >= 0; row -= 1) {
    const line: number[] = [];
    for (let column = found.length - 1; column >= 0; column -= 1) {
      const want = wanted[row];
      const isSame = want !== undefined && found[column]?.fits(want) === true;
      line[column] = isSame
        ? lengthAt(lengths, row + 1, column + 1) + 1
        : Math.max(lengthAt(lengths, row + 1, column), line[column + 1] ?? 0);
    }
    lengths[row] = line;
  }
  return lengths;
}

function lengthAt(lengths: number[][], row: number, column: number): number {
  return lengths[row]?.[column] ?? 0;
}
