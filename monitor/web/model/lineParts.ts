/** The parts of a line that are there, with dots between them. */
export function joinParts(...parts: (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(' · ');
}

/** `3 clicks`, `1 click`; nothing where there is no number. */
export function counted(count: number | undefined, noun: string): string | undefined {
  return count === undefined ? undefined : `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
