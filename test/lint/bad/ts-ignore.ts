// as: src/session/bad.ts
// fires: @typescript-eslint/ban-ts-comment
// @ts-expect-error it is only a string
export const read: number = 'text';
