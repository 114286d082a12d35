// as: src/session/sessionManager.ts
// fires: no-restricted-syntax
export const start = 1;
