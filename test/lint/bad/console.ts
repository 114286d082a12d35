// as: src/session/bad.ts
// fires: no-console
export const say = (): void => {
  console.log('hello');
};
