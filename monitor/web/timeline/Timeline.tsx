import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { LANES, laneOf } from '../model/lanes.ts';
import type { PageStream } from '../model/pageStream.ts';
import { followTime, panWindow, toPixel, toTime, zoomWindow, type TimeWindow } from '../model/scale.ts';
import type { SessionRecord } from '../model/sessionRecord.ts';
import type { Playback } from '../replay/playback.ts';
import { usePlayback } from '../replay/usePlayback.ts';
import { Axis } from './Axis.tsx';
import { GapMarks } from './GapMarks.tsx';
import { LaneRow } from './LaneRow.tsx';
import { PageStrip } from './PageStrip.tsx';
import classes from './Timeline.module.css';
import { ZoomButtons } from './ZoomButtons.tsx';

interface Props {
  records: readonly SessionRecord[];
  pages: readonly PageStream[];
  playback: Playback;
  onPick: (record: SessionRecord) => void;
}

/** The whole session on one axis: pages, lanes, gaps, play head. A click jumps; the wheel pans, with ctrl it zooms. */
export function Timeline({ records, pages, playback, onPick }: Props) {
  const { ref, width } = useElementSize();
  const bounds = useMemo(() => boundsOf(pages), [pages]);
  const [zoomed, setZoomed] = useState<TimeWindow>();
  const window = zoomed ?? bounds;
  const lanes = useMemo(
    () => LANES.map((lane) => ({ ...lane, records: records.filter(({ kind }) => laneOf(kind) === lane.id) })),
    [records],
  );
  const zoom = (factor: number, anchorAt: number): void => {
    setZoomed(zoomWindow(window, bounds, factor, anchorAt));
  };
  useFollowing(playback, window, bounds, zoomed !== undefined, setZoomed);
  const wheel = useWheel((event, px) => {
    if (event.ctrlKey || event.metaKey) zoom(event.deltaY > 0 ? 1.25 : 0.8, toTime(window, width, px));
    else
      setZoomed(
        panWindow(
          window,
          bounds,
          ((event.deltaX || event.deltaY) / Math.max(width, 1)) * (window.toAt - window.fromAt),
        ),
      );
  });
  const seek = (event: React.MouseEvent<HTMLElement>): void => {
    playback.seek(toTime(window, width, event.clientX - event.currentTarget.getBoundingClientRect().left));
  };
  return (
    <div className={classes.timeline}>
      <div className={classes.labels}>
        <ZoomButtons
          isWhole={zoomed === undefined}
          onZoom={(factor) => {
            zoom(factor, playback.getState().at);
          }}
          onWhole={() => {
            setZoomed(undefined);
          }}
        />
        <div className={classes.pageLabel}>Pages</div>
        {lanes.map((lane) => (
          <div key={lane.id} className={classes.laneLabel}>
            {lane.label} <span className={classes.count}>{lane.records.length}</span>
          </div>
        ))}
      </div>
      <div className={classes.plot} ref={wheel} onClick={seek}>
        <div ref={ref} className={classes.measure} />
        <Axis window={window} originAt={bounds.fromAt} widthPx={width} />
        <PageStrip pages={pages} window={window} widthPx={width} playback={playback} />
        {lanes.map((lane) => (
          <LaneRow
            key={lane.id}
            lane={lane.id}
            records={lane.records}
            window={window}
            widthPx={width}
            onPick={onPick}
          />
        ))}
        <GapMarks pages={pages} window={window} widthPx={width} />
        <PlayHead playback={playback} window={window} widthPx={width} />
      </div>
    </div>
  );
}

function boundsOf(pages: readonly PageStream[]): TimeWindow {
  const fromAt = pages.reduce((least, page) => Math.min(least, page.fromAt), Infinity);
  const toAt = pages.reduce((most, page) => Math.max(most, page.toAt), -Infinity);
  return Number.isFinite(fromAt) ? { fromAt, toAt: Math.max(toAt, fromAt + 1_000) } : { fromAt: 0, toAt: 1_000 };
}

/** Keeps the play head in sight while it moves. */
function useFollowing(
  playback: Playback,
  window: TimeWindow,
  bounds: TimeWindow,
  isZoomed: boolean,
  onChange: (window: TimeWindow) => void,
): void {
  useEffect(() => {
    if (!isZoomed) return undefined;
    let before = playback.getState().at;
    return playback.subscribe(() => {
      const { at } = playback.getState();
      if (at === before) return;
      before = at;
      const next = followTime(window, bounds, at);
      if (next !== window) onChange(next);
    });
  }, [playback, window, bounds, isZoomed, onChange]);
}

/** The wheel, with the right to keep the page from scrolling, which React's own listeners don't have. */
function useWheel(onWheel: (event: WheelEvent, px: number) => void) {
  const ref = useRef<HTMLDivElement>(null);
  const handler = useRef(onWheel);
  useEffect(() => {
    handler.current = onWheel;
  });
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const listen = (event: WheelEvent): void => {
      event.preventDefault();
      handler.current(event, event.clientX - element.getBoundingClientRect().left);
    };
    element.addEventListener('wheel', listen, { passive: false });
    return () => {
      element.removeEventListener('wheel', listen);
    };
  }, []);
  return ref;
}

function PlayHead({ playback, window, widthPx }: { playback: Playback; window: TimeWindow; widthPx: number }) {
  const px = usePlayback(playback, (state) => Math.round(toPixel(window, widthPx, state.at) * 2) / 2);
  if (px < 0 || px > widthPx) return null;
  return <div className={classes.head} style={{ transform: `translateX(${String(px)}px)` }} />;
}
