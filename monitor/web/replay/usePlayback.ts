import { useEffect, useState, useSyncExternalStore } from 'react';
import type { PlaybackState } from '../model/playback.ts';
import { createPlayback, type Playback } from './playback.ts';

/** The play head of this page; it rests when the page is left. */
export function useCreatePlayback(): Playback {
  const [playback] = useState(() =>
    createPlayback({
      now: () => performance.now(),
      requestFrame: (callback) => {
        requestAnimationFrame(callback);
      },
    }),
  );
  useEffect(
    () => () => {
      playback.pause();
    },
    [playback],
  );
  return playback;
}

/** A part of the play head's state. Select something simple: the component is drawn anew whenever it changes. */
export function usePlayback<T extends string | number | boolean | undefined>(
  playback: Playback,
  select: (state: PlaybackState) => T,
): T {
  return useSyncExternalStore(playback.subscribe, () => select(playback.getState()));
}
