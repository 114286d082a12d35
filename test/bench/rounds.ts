import process from 'node:process';

/** How much is measured: by default what the figures are made of, less by the environment, to see whether a bench works. */
export function roundsOr(roundCount: number): number {
  return numberIn('REWINDOW_BENCH_ROUNDS') ?? roundCount;
}

export function minutesOr(minutes: number): number {
  return numberIn('REWINDOW_BENCH_MINUTES') ?? minutes;
}

/** Whether a bench measures the thing of that name: all, or those in the environment's list. */
export function isChosen(name: string): boolean {
  const chosen = process.env['REWINDOW_BENCH_ONLY'];
  return chosen === undefined || chosen.split(',').includes(name);
}

/** Whether the costliest functions are printed, too. */
export function isProfiled(): boolean {
  return process.env['REWINDOW_PROFILE'] === '1';
}

function numberIn(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name} is ${text}, which is not a number above 0`);
  return value;
}
