import { advance, play, seek, STILL, type PlaybackState, type Tracks } from '../model/playback.ts';

/** The one play head of a session page: everything that moves follows it. */
export interface Playback {
  getState(): PlaybackState;
  getTracks(): Tracks;
  subscribe(listener: () => void): () => void;
  /** What there is to play. The first time that there is a picture, the play head goes to its beginning. */
  setTracks(tracks: Tracks): void;
  seek(at: number, pageId?: string): void;
  seekBy(byMs: number): void;
  toggle(): void;
  pause(): void;
  setSpeed(speed: number): void;
  setSkipsIdle(skipsIdle: boolean): void;
}

export interface FrameClock {
  now(): number;
  requestFrame(callback: () => void): void;
}

/** Longest step of the play head: after a stall (a background tab) it goes on where it was. */
const STEP_MS_MAX = 250;

export function createPlayback(clock: FrameClock): Playback {
  const listeners = new Set<() => void>();
  let state = STILL;
  let tracks: Tracks = { pages: [], idle: [] };
  /** Nobody has chosen a place yet. */
  let isUntouched = true;
  const ticker = createTicker(clock, (elapsedMs) => {
    set(advance(state, elapsedMs, tracks));
    return state.isPlaying;
  });

  function set(next: PlaybackState): void {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
    if (state.isPlaying) ticker.start();
  }
  return {
    getState: () => state,
    getTracks: () => tracks,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    setTracks(next) {
      tracks = next;
      const drawable = next.pages.find((page) => page.pictureFromAt !== undefined);
      const first = drawable ?? next.pages[0];
      const shown = next.pages.find((page) => page.pageId === state.pageId);
      // Records come page by page: the first page with a picture may come after one that can't be drawn.
      const isBetter = isUntouched && shown?.pictureFromAt === undefined && drawable !== undefined;
      if (first && (state.pageId === undefined || isBetter)) {
        set(seek(state, first.pictureFromAt ?? first.fromAt, next, first.pageId));
      }
    },
    seek(at, pageId) {
      isUntouched = false;
      set(seek(state, at, tracks, pageId));
    },
    seekBy(byMs) {
      isUntouched = false;
      set(seek(state, state.at + byMs, tracks));
    },
    toggle() {
      isUntouched = false;
      set(state.isPlaying ? { ...state, isPlaying: false } : play(state, tracks));
    },
    pause() {
      if (state.isPlaying) set({ ...state, isPlaying: false });
    },
    setSpeed(speed) {
      set({ ...state, speed });
    },
    setSkipsIdle(skipsIdle) {
      set({ ...state, skipsIdle });
    },
  };
}

/** Calls back on every frame with the time since the last one, for as long as the answer is true. */
function createTicker(clock: FrameClock, onStep: (elapsedMs: number) => boolean): { start(): void } {
  let isRunning = false;
  let lastAt = 0;
  const step = (): void => {
    const at = clock.now();
    const elapsedMs = Math.min(Math.max(at - lastAt, 0), STEP_MS_MAX);
    lastAt = at;
    isRunning = onStep(elapsedMs);
    if (isRunning) clock.requestFrame(step);
  };
  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      lastAt = clock.now();
      clock.requestFrame(step);
    },
  };
}
