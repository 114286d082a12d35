/** Units in which amounts are entered; stored are milliseconds and bytes. */
export interface Unit {
  id: string;
  label: string;
  size: number;
}

export const SPAN_UNITS: readonly Unit[] = [
  { id: 'ms', label: 'ms', size: 1 },
  { id: 's', label: 'seconds', size: 1_000 },
  { id: 'min', label: 'minutes', size: 60_000 },
  { id: 'h', label: 'hours', size: 3_600_000 },
];
export const BYTE_UNITS: readonly Unit[] = [
  { id: 'B', label: 'B', size: 1 },
  { id: 'kB', label: 'kB', size: 1_000 },
  { id: 'MB', label: 'MB', size: 1_000_000 },
];

/** In the largest unit that it is at least one of, with at most one digit behind the point. */
export function splitAmount(amount: number, units: readonly Unit[]): { unit: Unit; count: number } {
  const first = units[0] ?? { id: '', label: '', size: 1 };
  const unit = units.findLast(({ size }) => amount >= size && Number.isInteger((amount * 10) / size)) ?? first;
  return { unit, count: amount / unit.size };
}

/** As `<input type="datetime-local">` takes it. */
export function toLocalMoment(at: number): string {
  const date = new Date(at);
  const local = new Date(at - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
