/** Hexadecimal digits of a UUID of version 7 that are random; others than those that decide what is recorded at all. */
const DIGIT_PLACES = [
  [15, 18],
  [20, 23],
] as const;

/** Whether a session is among a share (0 to 1) of all: decided by its id, so that who is among 10 % is among 20 %, too. */
export function isInShare(sessionId: string, share: number): boolean {
  const digits = DIGIT_PLACES.map(([from, to]) => sessionId.slice(from, to)).join('');
  return share >= 1 || parseInt(digits, 16) / 16 ** digits.length < share;
}
