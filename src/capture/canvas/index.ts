export { trackCanvas as track } from './trackCanvas.ts';
