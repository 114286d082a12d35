// project: monitor
// error: TS2584
export const title = document.title;
