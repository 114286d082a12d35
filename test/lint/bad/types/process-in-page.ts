// project: src
// error: TS2591
export const home = process.env['HOME'];
