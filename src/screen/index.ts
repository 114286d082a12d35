export { createScreen } from './createScreen.ts';
export { ScreenError } from './ScreenError.ts';
