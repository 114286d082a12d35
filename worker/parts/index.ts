/** What not every worker needs, in a file that is loaded when something asks for it: images, files, parts of segments. */
export { nextAsset } from '../assets/assetChannel.ts';
export { createAssets } from '../assets/assets.ts';
export { thinSome } from '../ring/thin.ts';
export { copyPart } from '../segment/copyPart.ts';
export { createImager } from '../tiles/imager.ts';
