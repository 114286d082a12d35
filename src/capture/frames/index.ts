export { startFrameChild } from './startFrameChild.ts';
export { startFrameParent } from './startFrameParent.ts';
