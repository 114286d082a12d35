/** A line of two texts put side by side: in both, only in the old, only in the new one. */
export interface DiffLine {
  type: 'same' | 'removed' | 'added';
  text: string;
}

/** Lines that are in both texts and far from any change. */
export interface FoldedLines {
  type: 'folded';
  count: number;
}

/** Leaves out what is the same, but for a few lines around each change. */
export function foldSame(lines: readonly DiffLine[], around = 3): (DiffLine | FoldedLines)[] {
  const isNear = lines.map((_line, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ type }) => type !== 'same'),
  );
  const folded: (DiffLine | FoldedLines)[] = [];
  lines.forEach((line, index) => {
    const last = folded.at(-1);
    if (isNear[index] === true) folded.push(line);
    else if (last?.type === 'folded') last.count += 1;
    else folded.push({ type: 'folded', count: 1 });
  });
  return folded;
}

/** Above so many comparisons the middle is shown as removed and added as a whole, rather than making the page wait. */
const STEP_COUNT_MAX = 4_000_000;

/** Difference by longest common subsequence of lines. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = before.split('\n');
  const young = after.split('\n');
  const head = commonPrefix(old, young);
  const tail = commonPrefix(old.slice(head).reverse(), young.slice(head).reverse());
  return [
    ...mark('same', old.slice(0, head)),
    ...diffMiddle(old.slice(head, old.length - tail), young.slice(head, young.length - tail)),
    ...mark('same', old.slice(old.length - tail)),
  ];
}

const mark = (type: DiffLine['type'], lines: string[]): DiffLine[] => lines.map((text) => ({ type, text }));

function commonPrefix(left: string[], right: string[]): number {
  let count = 0;
  while (count < left.length && count < right.length && left[count] === right[count]) count += 1;
  return count;
}

function diffMiddle(old: string[], young: string[]): DiffLine[] {
  if (old.length * young.length > STEP_COUNT_MAX) return [...mark('removed', old), ...mark('added', young)];
  const lengths = commonLengths(old, young);
  const lines: DiffLine[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length && column < young.length) {
    if (old[row] === young[column]) {
      lines.push({ type: 'same', text: old[row] ?? '' });
      row += 1;
      column += 1;
    } else if ((lengths[row + 1]?.[column] ?? 0) >= (lengths[row]?.[column + 1] ?? 0)) {
      lines.push({ type: 'removed', text: old[row] ?? '' });
      row += 1;
    } else {
      lines.push({ type: 'added', text: young[column] ?? '' });
      column += 1;
    }
  }
  return [...lines, ...mark('removed', old.slice(row)), ...mark('added', young.slice(column))];
}

/** Length of the longest common subsequence of both ends, by where they begin. */
function commonLengths(old: string[], young: string[]): Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(young.length + 1));
  for (let row = old.length - 1; row >= 0; row -= 1) {
    const [here, below] = [lengths[row], lengths[row + 1]];
    if (!here || !below) continue;
    for (let column = young.length - 1; column >= 0; column -= 1) {
      const isSame = old[row] === young[column];
      here[column] = isSame ? (below[column + 1] ?? 0) + 1 : Math.max(below[column] ?? 0, here[column + 1] ?? 0);
    }
  }
  return lengths;
}
