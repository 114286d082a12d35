export { trackFrustration as track } from './trackFrustration.ts';
