// as: src/session/bad.ts
// fires: no-warning-comments
// TODO write it
export const read = 1;
