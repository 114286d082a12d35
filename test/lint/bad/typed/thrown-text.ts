// fires: @typescript-eslint/only-throw-error
export function fail(): never {
  throw 'no';
}
