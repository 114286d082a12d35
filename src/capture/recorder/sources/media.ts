import { observe } from '../../observe.ts';
import type { Source, SourceScope } from '../source.ts';
import { createMarks } from './marks.ts';
import { nodeOf } from './seen.ts';

const MEDIA_INTERACTION = 7;
/** Numbered as they stand. */
const TYPES = ['play', 'pause', 'seeked', 'volumechange', 'ratechange'];

/** What players of sounds and videos do; their events don't leave a shadow root. */
export function startMedia(scope: SourceScope): Source {
  const types = new WeakMap<Node, Set<number>>();
  const marks = createMarks<Node>(scope, (node, id) => {
    const { currentTime, volume, muted, playbackRate, loop } = node as HTMLMediaElement;
    const state = { id, currentTime, volume, muted, playbackRate, loop };
    return Array.from(types.get(node) ?? [], (type) => ({ source: MEDIA_INTERACTION, type, ...state }));
  });
  return {
    ...marks,
    watch: (root) =>
      observe(scope, root, TYPES, (event) => {
        const node = nodeOf(event);
        if (!node) return;
        const all = (marks.has(node) && types.get(node)) || new Set();
        const type = TYPES.indexOf(event.type);
        // The last one counts: a volume is dragged in many steps.
        all.delete(type);
        types.set(node, all.add(type));
        marks.add(node);
        scope.want();
      }),
  };
}
