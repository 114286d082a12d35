import { observe } from '../../observe.ts';
import type { Source, SourceScope } from '../source.ts';
import { isSeen, nodeOf } from './seen.ts';

const MEDIA_INTERACTION = 7;
/** Numbered as they stand. */
const TYPES = ['play', 'pause', 'seeked', 'volumechange', 'ratechange'];

/** What players of sounds and videos do; their events don't leave a shadow root. */
export function startMedia(scope: SourceScope): Source {
  let happened: { node: Node; type: number }[] = [];
  const clear = () => {
    happened = [];
  };
  return {
    watch: (root) =>
      observe(scope, root, TYPES, (event) => {
        const node = nodeOf(event);
        if (!node || scope.idOf(node) === undefined) return;
        const type = TYPES.indexOf(event.type);
        // The last one counts: a volume is dragged in many steps.
        happened = happened.filter((one) => one.node !== node || one.type !== type);
        happened.push({ node, type });
        scope.want();
      }),
    take() {
      const all = happened;
      clear();
      return all.flatMap(({ node, type }) => {
        const id = scope.idOf(node);
        if (id === undefined || !node.isConnected || !isSeen(node, scope.privacy)) return [];
        const { currentTime, volume, muted, playbackRate, loop } = node as HTMLMediaElement;
        return [{ source: MEDIA_INTERACTION, type, id, currentTime, volume, muted, playbackRate, loop }];
      });
    },
    isDone: () => happened.length === 0,
    restart: () => undefined,
    stop: clear,
  };
}
