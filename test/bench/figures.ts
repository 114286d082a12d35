/** The middle value; of an even number of values the lower middle. */
export function median(values: number[]): number {
  return percentile(values, 0.5);
}

/** The value below which the share (0 … 1) of all values lies. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** One line of the output. A figure that is none breaks the bench. */
export function say(label: string, ...cells: string[]): void {
  if (cells.some((cell) => /NaN|Infinity|undefined/.test(cell))) throw new Error(`${label}: ${cells.join(' ')}`);
  console.log(`  ${label.padEnd(36)}${cells.map((cell) => cell.padStart(18)).join('')}`);
}

/** Figures with a text behind them that is none. */
export function sayOf(text: string, ...figures: string[]): void {
  console.log(`  ${figures.map((figure) => figure.padStart(12)).join('')}   ${text}`);
}

/** In milliseconds. */
export function ms(value: number): string {
  return `${value.toFixed(Math.abs(value) < 10 ? 1 : 0)} ms`;
}

export function times(value: number): string {
  return `× ${value.toFixed(2)}`;
}

/** In thousands of bytes. */
export function kb(bytes: number): string {
  return `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} KB`;
}

/** The smallest and the largest value, each with the print of one. */
export function span(values: number[], print: (value: number) => string): string {
  return `${print(Math.min(...values))} – ${print(Math.max(...values))}`;
}

/** Of ratios. */
export function geometricMean(values: number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
