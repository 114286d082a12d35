// fires: @typescript-eslint/no-floating-promises
export function begin(send: () => Promise<void>): void {
  send();
}
