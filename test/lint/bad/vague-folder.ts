// as: src/session/utils/start.ts
// fires: no-restricted-syntax
export const start = 1;
