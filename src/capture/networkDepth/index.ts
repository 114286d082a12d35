export { trackDepth } from './trackDepth.ts';
export { trackResources } from './trackResources.ts';
export { trackSockets } from './trackSockets.ts';
