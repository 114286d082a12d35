import { useEffect, useMemo, useState } from 'react';
import type { PageStream } from '../model/pageStream.ts';
import { followTime, panWindow, zoomWindow, type TimeWindow } from '../model/scale.ts';
import type { Playback } from '../replay/playback.ts';

/** The part of the session that the timeline shows. */
export interface TimeWindowControl {
  window: TimeWindow;
  bounds: TimeWindow;
  isWhole: boolean;
  zoom: (factor: number, anchorAt: number) => void;
  /** By a share of what is shown. */
  pan: (share: number) => void;
  showAll: () => void;
}

/** All of it at first, which grows with the session; once zoomed in, it keeps its width and follows the play head. */
export function useTimeWindow(pages: readonly PageStream[], playback: Playback): TimeWindowControl {
  const bounds = useMemo(() => boundsOf(pages), [pages]);
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

function boundsOf(pages: readonly PageStream[]): TimeWindow {
  const fromAt = pages.reduce((least, page) => Math.min(least, page.fromAt), Infinity);
  const toAt = pages.reduce((most, page) => Math.max(most, page.toAt), -Infinity);
  return Number.isFinite(fromAt) ? { fromAt, toAt: Math.max(toAt, fromAt + 1_000) } : { fromAt: 0, toAt: 1_000 };
}
