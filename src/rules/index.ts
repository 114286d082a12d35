export { captureDetails } from './details.ts';
export * from './engine.ts';
export * from './evaluate.ts';
export * from './input.ts';
export * from './kinds.ts';
export * from './trigger.ts';
