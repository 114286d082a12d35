import type { IdleSpan } from './idle.ts';
import type { PageStream } from './pageStream.ts';

/** Where the replay stands and how it runs. Times are corrected; the page is the document whose picture is shown. */
export interface PlaybackState {
  at: number;
  pageId: string | undefined;
  isPlaying: boolean;
  speed: number;
  skipsIdle: boolean;
  /** Grows with every jump, so that the picture knows when to follow one. */
  jumpCount: number;
}

/** What there is to play. */
export interface Tracks {
  pages: readonly PageStream[];
  idle: readonly IdleSpan[];
}

export const SPEEDS = [1, 2, 4, 8] as const;
/** Before a skipped rest ends, so that what ends it is seen coming. */
const LEAD_IN_MS = 1_000;

export const STILL: PlaybackState = {
  at: 0,
  pageId: undefined,
  isPlaying: false,
  speed: 1,
  skipsIdle: true,
  jumpCount: 0,
};

/** The play head after `elapsedMs` of real time. At the end of a page it goes on with the next one of the same tab. */
export function advance(state: PlaybackState, elapsedMs: number, tracks: Tracks): PlaybackState {
  if (!state.isPlaying) return state;
  const page = tracks.pages.find(({ pageId }) => pageId === state.pageId);
  if (!page) return { ...state, isPlaying: false };
  const at = state.at + elapsedMs * state.speed;
  if (at >= page.toAt) return leavePage(state, page, tracks);
  const rest = state.skipsIdle
    ? tracks.idle.find((span) => at > span.fromAt && at < span.toAt - LEAD_IN_MS)
    : undefined;
  if (!rest) return { ...state, at };
  return jump(state, Math.min(rest.toAt - LEAD_IN_MS, page.toAt), page.pageId);
}

function leavePage(state: PlaybackState, page: PageStream, tracks: Tracks): PlaybackState {
  const next = tracks.pages.find((other) => other.tabId === page.tabId && isAfter(other, page));
  if (!next) return { ...state, at: page.toAt, isPlaying: false };
  return jump(state, Math.max(next.fromAt, Math.min(page.toAt, next.toAt)), next.pageId);
}

const isAfter = (other: PageStream, page: PageStream): boolean =>
  other.fromAt > page.fromAt || (other.fromAt === page.fromAt && other.pageId > page.pageId);

/**
 * Jumps to a time. The page is the one that is asked for, else the present one while it covers the time, else one that
 * does (of the same tab, if there is one), else the nearest.
 */
export function seek(state: PlaybackState, at: number, tracks: Tracks, pageId?: string): PlaybackState {
  const asked = tracks.pages.find((page) => page.pageId === pageId);
  const page = asked ?? pageAt(state.pageId, at, tracks.pages);
  if (!page) return state;
  return jump(state, clamp(at, page), page.pageId);
}

function jump(state: PlaybackState, at: number, pageId: string): PlaybackState {
  return { ...state, at, pageId, jumpCount: state.jumpCount + 1 };
}

const clamp = (at: number, { fromAt, toAt }: PageStream): number => Math.min(Math.max(at, fromAt), toAt);

function pageAt(currentId: string | undefined, at: number, pages: readonly PageStream[]): PageStream | undefined {
  const current = pages.find((page) => page.pageId === currentId);
  const cost = (page: PageStream): number => {
    const distance = Math.abs(clamp(at, page) - at) * 10;
    const strangeness = page === current ? 0 : page.tabId === current?.tabId ? 1 : 2;
    return distance + strangeness;
  };
  return pages.reduce<PageStream | undefined>(
    (best, page) => (!best || cost(page) < cost(best) ? page : best),
    undefined,
  );
}

/** Playing from the end starts over, as players do: with the first page of the tab. */
export function play(state: PlaybackState, tracks: Tracks): PlaybackState {
  const page = tracks.pages.find(({ pageId }) => pageId === state.pageId);
  if (!page) return state;
  const next = advance({ ...state, isPlaying: true, skipsIdle: false }, 1, tracks);
  if (next.isPlaying) return { ...state, isPlaying: true };
  const first = tracks.pages.find((other) => other.tabId === page.tabId) ?? page;
  return { ...jump(state, first.pictureFromAt ?? first.fromAt, first.pageId), isPlaying: true };
}
