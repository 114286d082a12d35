// as: src/session/bad.ts
// fires: import-x/no-default-export
const start = 1;
export default start;
