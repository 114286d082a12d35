// as: src/session/bad.ts
// fires: no-console, inline-config
/* eslint-disable no-console */
export const say = (): void => {
  console.log('hello');
};
