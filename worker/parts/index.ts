/** What not every worker needs, in a file that is loaded when something asks for it: images, files, large sheets, parts of segments. */
export { nextAsset } from '../assets/assetChannel.ts';
export { createAssets } from '../assets/assets.ts';
export { thinSome } from '../ring/thin.ts';
export { copyPart } from '../segment/copyPart.ts';
export { createSharing } from '../sheets/sharing.ts';
export { createImager } from '../tiles/imager.ts';
