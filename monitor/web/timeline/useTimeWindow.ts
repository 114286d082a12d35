import { useEffect, useMemo, useState } from 'react';
import type { PageStream } from '../model/pageStream.ts';
import { followTime, panWindow, zoomWindow, type TimeWindow } from '../model/scale.ts';
import type { Playback } from '../replay/playback.ts';

/** The part of the session that the timeline shows. */
export interface TimeWindowControl {
  window: TimeWindow;
  bounds: TimeWindow;
  /** Begin of the session's first page. */
  originAt: number;
  isWhole: boolean;
  zoom: (factor: number, anchorAt: number) => void;
  /** By a share of what is shown. */
  pan: (share: number) => void;
  showAll: () => void;
}

/** All of it at first, which grows with the session; once zoomed in, it keeps its width and follows the play head. */
export function useTimeWindow(pages: readonly PageStream[], playback: Playback): TimeWindowControl {
  const { originAt, bounds } = useMemo(() => boundsOf(pages), [pages]);
  const [zoomed, setZoomed] = useState<TimeWindow>();
  const window = zoomed ?? bounds;
  useEffect(() => {
    if (!zoomed) return undefined;
    let before = playback.getState().at;
    return playback.subscribe(() => {
      const { at } = playback.getState();
      if (at === before) return;
      before = at;
      setZoomed((present) => present && followTime(present, bounds, at));
    });
  }, [playback, zoomed, bounds]);
  const isAll = (next: TimeWindow): boolean => next.fromAt <= bounds.fromAt && next.toAt >= bounds.toAt;
  const show = (next: TimeWindow): void => {
    setZoomed(isAll(next) ? undefined : next);
  };
  return {
    window,
    bounds,
    originAt,
    isWhole: zoomed === undefined,
    zoom(factor, anchorAt) {
      show(zoomWindow(window, bounds, factor, anchorAt));
    },
    pan(share) {
      show(panWindow(window, bounds, share * (window.toAt - window.fromAt)));
    },
    showAll() {
      setZoomed(undefined);
    },
  };
}

/** Room at both ends, as a share of the session, so that marks of its first and last records are seen whole. */
const MARGIN = 0.01;

function boundsOf(pages: readonly PageStream[]): { originAt: number; bounds: TimeWindow } {
  if (pages.length === 0) return { originAt: 0, bounds: { fromAt: 0, toAt: 1_000 } };
  const originAt = pages.reduce((least, page) => Math.min(least, page.fromAt), Infinity);
  const lastAt = pages.reduce((most, page) => Math.max(most, page.toAt), originAt + 1_000);
  const marginMs = (lastAt - originAt) * MARGIN;
  return { originAt, bounds: { fromAt: originAt - marginMs, toAt: lastAt + marginMs } };
}
