/** Hexadecimal digits at the end of a UUID of version 7 that are random: 48 bits. */
const DIGIT_COUNT = 12;

/** Whether a session is among a share (0 to 1) of all: decided by its id, so that every page and tab of it agrees. */
export function isSampled(sessionId: string, share: number): boolean {
  return parseInt(sessionId.slice(-DIGIT_COUNT), 16) / 16 ** DIGIT_COUNT < share;
}
