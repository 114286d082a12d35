export { createScreen, type Screen } from './createScreen.ts';
export { ScreenError, type ScreenErrorCode } from './ScreenError.ts';
