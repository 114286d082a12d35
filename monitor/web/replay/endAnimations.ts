/**
 * Takes all animations and transitions of a document to their end, but for those that have none. A picture that has just
 * been built for a moment begins them anew, and one that stands would stop them at once: what slid or faded in long before
 * would be missing.
 */
export function endAnimations(document: Document): void {
  for (const root of rootsOf(document)) {
    for (const animation of root.getAnimations()) {
      const endAt = animation.effect?.getComputedTiming().endTime;
      if (typeof endAt === 'number' && Number.isFinite(endAt) && animation.playbackRate > 0) animation.finish();
    }
  }
}

/** The document and the shadow roots in it, at any depth: each knows its own animations only. */
function rootsOf(root: Document | ShadowRoot): (Document | ShadowRoot)[] {
  const inner = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? rootsOf(shadowRoot) : []));
  return [root, ...inner];
}
