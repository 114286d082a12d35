/**
 * Which of some different numbers can stay where they are so that the fewest others have to move: the longest increasing
 * subsequence, by patience sorting (https://en.wikipedia.org/wiki/Longest_increasing_subsequence). Gives their positions, in
 * order. n log n.
 */
export function longestRun(numbers: readonly number[]): number[] {
  /** Per length, where the run of that length ends that ends lowest. */
  const ends: number[] = [];
  const before: number[] = [];
  numbers.forEach((number, position) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    before[position] = low > 0 ? (ends[low - 1] ?? -1) : -1;
    ends[low] = position;
  });
  const run: number[] = [];
  for (let position = ends.at(-1) ?? -1; position >= 0; position = before[position] ?? -1) run.push(position);
  return run.reverse();
}
