import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageStream } from '../../../monitor/web/model/pageStream.ts';
import { advance, play, seek, STILL, type PlaybackState, type Tracks } from '../../../monitor/web/model/playback.ts';
import { createPlayback } from '../../../monitor/web/replay/playback.ts';

function page(pageId: string, fromAt: number, toAt: number, tabId = 'tab-1'): PageStream {
  const rest = {
    url: undefined,
    title: undefined,
    events: [],
    skippedCount: 0,
    gaps: [],
    blindSpans: [],
    reducedSpans: [],
    assets: new Map(),
    firstSequence: 0,
  };
  return { pageId, tabId, fromAt, toAt, pictureFromAt: fromAt, ...rest };
}

const tracks: Tracks = {
  pages: [page('a', 1_000, 5_000), page('x', 2_000, 90_000, 'tab-2'), page('b', 8_000, 30_000)],
  idle: [],
};
const at = (time: number, pageId: string, more: Partial<PlaybackState> = {}): PlaybackState => ({
  ...STILL,
  at: time,
  pageId,
  isPlaying: true,
  ...more,
});

describe('advance', () => {
  it('moves by real time times speed', () => {
    expect(advance(at(1_000, 'a', { speed: 4 }), 100, tracks).at).toBe(1_400);
  });

  it('goes on with the next page of the same tab, over the time between', () => {
    expect(advance(at(4_950, 'a'), 100, tracks)).toMatchObject({
      at: 8_000,
      pageId: 'b',
      isPlaying: true,
      jumpCount: 1,
    });
  });

  it('rests at the end of the last page', () => {
    expect(advance(at(29_990, 'b'), 100, tracks)).toMatchObject({ at: 30_000, pageId: 'b', isPlaying: false });
  });

  it('jumps over rests, and leaves a second before what ends them', () => {
    const resting = { ...tracks, idle: [{ fromAt: 10_000, toAt: 20_000 }] };
    expect(advance(at(9_990, 'b'), 100, resting)).toMatchObject({ at: 19_000, jumpCount: 1 });
    expect(advance(at(9_990, 'b', { skipsIdle: false }), 100, resting).at).toBe(10_090);
    expect(advance(at(19_000, 'b'), 100, resting)).toMatchObject({ at: 19_100, jumpCount: 0 });
  });

  it('stands still while it is paused', () => {
    const state = at(2_000, 'a', { isPlaying: false });
    expect(advance(state, 100, tracks)).toBe(state);
  });

  it('always comes to an end, inside the pages of its tab', () => {
    const span = fc.tuple(fc.nat(50_000), fc.nat(20_000), fc.constantFrom('tab-1', 'tab-2'));
    const idle = fc.array(fc.tuple(fc.nat(50_000), fc.nat(20_000)));
    fc.assert(
      fc.property(
        fc.array(span, { minLength: 1, maxLength: 6 }),
        idle,
        fc.integer({ min: 16, max: 250 }),
        (spans, rests, stepMs) => {
          const pages = spans
            .map(([from, length, tabId], index) => page(`p${String(index)}`, from, from + length, tabId))
            .sort((left, right) => left.fromAt - right.fromAt);
          const given: Tracks = { pages, idle: rests.map(([fromAt, length]) => ({ fromAt, toAt: fromAt + length })) };
          const [first] = pages;
          let state = at(first?.fromAt ?? 0, first?.pageId ?? '', { speed: 8 });
          let steps = 0;
          while (state.isPlaying && steps < 10_000) {
            state = advance(state, stepMs, given);
            steps += 1;
            const current = pages.find(({ pageId }) => pageId === state.pageId);
            expect(current?.tabId).toBe(first?.tabId);
            expect(state.at).toBeGreaterThanOrEqual(current?.fromAt ?? Infinity);
            expect(state.at).toBeLessThanOrEqual(current?.toAt ?? -Infinity);
          }
          expect(state.isPlaying).toBe(false);
        },
      ),
    );
  });
});

describe('seek', () => {
  it('stays on the page while it covers the time', () => {
    expect(seek(at(2_500, 'x'), 4_000, tracks).pageId).toBe('x');
  });
  it('prefers the same tab, then any page that covers the time', () => {
    expect(seek(at(2_000, 'a'), 9_000, tracks).pageId).toBe('b');
    expect(seek(at(2_000, 'a'), 60_000, tracks).pageId).toBe('x');
  });
  it('goes to the nearest page where none covers it', () => {
    expect(seek(at(2_000, 'a'), 200_000, tracks)).toMatchObject({ pageId: 'x', at: 90_000 });
  });
  it('keeps within the page that is asked for', () => {
    expect(seek(at(2_000, 'a'), 500, tracks, 'b')).toMatchObject({ pageId: 'b', at: 8_000 });
  });
});

it('play starts over at the end of the tab', () => {
  expect(play(at(30_000, 'b', { isPlaying: false }), tracks)).toMatchObject({
    pageId: 'a',
    at: 1_000,
    isPlaying: true,
  });
  expect(play(at(9_000, 'b', { isPlaying: false }), tracks)).toMatchObject({ pageId: 'b', at: 9_000, isPlaying: true });
});

describe('createPlayback', () => {
  function start() {
    const frames: (() => void)[] = [];
    const time = { now: 0 };
    const playback = createPlayback({ now: () => time.now, requestFrame: (callback) => frames.push(callback) });
    const tick = (ms: number): void => {
      time.now += ms;
      for (const frame of frames.splice(0)) frame();
    };
    playback.setTracks(tracks);
    return { playback, tick, frames };
  }

  it('begins where the first picture does, and only once', () => {
    const { playback } = start();
    expect(playback.getState()).toMatchObject({ at: 1_000, pageId: 'a', isPlaying: false });
    playback.seek(9_000);
    playback.setTracks(tracks);
    expect(playback.getState().at).toBe(9_000);
  });

  it('goes to the first picture that comes, until somebody has chosen a place', () => {
    const [first, ...others] = tracks.pages;
    if (first === undefined) throw new Error('no pages');
    const { pictureFromAt: _, ...blank } = first;
    const waiting = { ...tracks, pages: [blank as typeof first] };
    const late = { ...tracks, pages: [blank as typeof first, ...others] };
    const untouched = createPlayback({ now: () => 0, requestFrame: () => undefined });
    untouched.setTracks(waiting);
    expect(untouched.getState().pageId).toBe('a');
    untouched.setTracks(late);
    expect(untouched.getState().pageId).toBe('x');
    const chosen = createPlayback({ now: () => 0, requestFrame: () => undefined });
    chosen.setTracks(waiting);
    chosen.seek(1_500);
    chosen.setTracks(late);
    expect(chosen.getState().pageId).toBe('a');
  });

  it('moves with the frames, asks for no more than one, and for none while it rests', () => {
    const { playback, tick, frames } = start();
    playback.toggle();
    playback.seek(1_500);
    expect(frames).toHaveLength(1);
    tick(100);
    expect(playback.getState().at).toBe(1_600);
    playback.toggle();
    tick(100);
    expect(playback.getState().at).toBe(1_600);
    expect(frames).toHaveLength(0);
  });

  it('does not leap after a stall', () => {
    const { playback, tick } = start();
    playback.toggle();
    tick(60_000);
    expect(playback.getState().at).toBe(1_250);
  });
});
