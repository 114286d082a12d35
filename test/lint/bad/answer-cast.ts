// as: src/session/bad.ts
// fires: no-restricted-syntax
export const read = async (answer: Response): Promise<number[]> => (await answer.json()) as number[];
