// as: src/session/bad.ts
// fires: no-restricted-syntax
export const read = (text: string): number[] => JSON.parse(text) as number[];
