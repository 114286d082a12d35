// as: src/session/bad.ts
// fires: eqeqeq
export const same = (one: string, other: string): boolean => one == other;
