import type { PlaybackState } from '../model/playback.ts';
import type { Playback } from './playback.ts';
import type { Picture } from './rrwebPicture.ts';

/** Further apart than this, picture and play head are brought together again. */
const DRIFT_MS = 400;

/** Makes the picture of a page do what the play head does, until it is stopped or the play head leaves the page. */
export function followPlayback(
  picture: Picture,
  playback: Playback,
  { pageId, pictureToAt }: { pageId: string; pictureToAt: () => number },
): { stop(): void } {
  let seen: PlaybackState | undefined;
  const follow = (): void => {
    const state = playback.getState();
    if (state.pageId !== pageId) return;
    const before = seen;
    seen = state;
    if (before?.speed !== state.speed) picture.setSpeed(state.speed);
    const jumped = before?.jumpCount !== state.jumpCount;
    if (!state.isPlaying) {
      if (jumped) picture.showAt(state.at);
      else if (before.isPlaying) picture.rest();
      return;
    }
    if (jumped || !before.isPlaying || hasDrifted(picture, state, pictureToAt())) picture.playFrom(state.at);
  };
  follow();
  return { stop: playback.subscribe(follow) };
}

/** Beyond its last event a picture stands still, and is right. */
function hasDrifted(picture: Picture, { at, speed }: PlaybackState, pictureToAt: number): boolean {
  return at < pictureToAt && Math.abs(picture.getAt() - at) > DRIFT_MS * speed;
}
