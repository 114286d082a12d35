export { trackAssets as track } from './trackAssets.ts';
