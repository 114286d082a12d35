// as: src/session/bad.ts
// fires: no-restricted-syntax
export class Session {
  readonly id = 1;
}
