export { showMessage, type MessageOptions } from './showMessage.ts';
export type { Action } from './card.ts';
