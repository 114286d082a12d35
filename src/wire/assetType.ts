/** Media types of files that a page's looks are made of. All else is neither fetched nor taken. */
export const ASSET_TYPE =
  /^(?:image\/[\w.+-]{1,50}|font\/[\w.+-]{1,50}|application\/(?:x-)?font[\w.+-]{0,50}|text\/css)$/;
