/** The middle value; of an even number of values the lower middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** The value below which the share (0 … 1) of all values lies. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function say(label: string, ...cells: string[]): void {
  console.log(`  ${label.padEnd(34)}${cells.map((cell) => cell.padStart(14)).join('')}`);
}

export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

export function times(value: number): string {
  return `× ${value.toFixed(2)}`;
}
