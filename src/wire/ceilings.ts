/** What no rule set can raise. */
export const CEILINGS = {
  sendBytes: 500_000_000,
  imageCount: 2_000,
  instructionCount: 2_000,
  drillDepth: 5,
} as const;
