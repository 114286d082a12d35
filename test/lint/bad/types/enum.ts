// project: src
// error: TS1294
export enum Kind {
  One,
}
