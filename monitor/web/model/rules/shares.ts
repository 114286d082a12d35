/** Steps in which a rule set is rolled out. */
export const SHARE_STEPS = [0.01, 0.05, 0.2, 0.5, 1] as const;

/** `5 %`, `0.5 %` */
export const formatShare = (share: number): string => `${String(Math.round(share * 1_000) / 10)} %`;
