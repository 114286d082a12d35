// project: src/rules
// error: TS2584
export const title = document.title;
