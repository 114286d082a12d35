// as: src/session/bad.ts
// fires: no-restricted-syntax
let count = 0;
export const next = (): number => (count += 1);
