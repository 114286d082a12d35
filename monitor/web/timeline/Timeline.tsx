import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { LANES, laneOf } from '../model/lanes.ts';
import type { PageStream } from '../model/pageStream.ts';
import { toPixel, toTime, type TimeWindow } from '../model/scale.ts';
import type { SessionRecord } from '../model/sessionRecord.ts';
import type { Playback } from '../replay/playback.ts';
import { usePlayback } from '../replay/usePlayback.ts';
import { Axis } from './Axis.tsx';
import { GapMarks, PartialMarks } from './GapMarks.tsx';
import { LaneRow } from './LaneRow.tsx';
import { PageStrip } from './PageStrip.tsx';
import classes from './Timeline.module.css';
import { useTimeWindow } from './useTimeWindow.ts';
import { useWheel } from './useWheel.ts';
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
  const control = useTimeWindow(pages, playback);
  const { window, originAt } = control;
  const lanes = useMemo(() => splitLanes(records), [records]);
  const wheel = useWheel((event, px) => {
    if (event.ctrlKey || event.metaKey) control.zoom(event.deltaY > 0 ? 1.25 : 0.8, toTime(window, width, px));
    else control.pan((event.deltaX || event.deltaY) / Math.max(width, 1));
  });
  const seek = (event: React.MouseEvent<HTMLElement>): void => {
    const px = event.clientX - event.currentTarget.getBoundingClientRect().left;
    playback.seek(toTime(window, width, px));
  };
  return (
    <div className={classes.timeline}>
      <div className={classes.labels}>
        <ZoomButtons control={control} playback={playback} />
        <div className={classes.pageLabel}>Pages</div>
        {lanes.map((lane) => (
          <div key={lane.id} className={classes.laneLabel}>
            {lane.label} <span className={classes.count}>{lane.records.length}</span>
          </div>
        ))}
      </div>
      <div className={classes.plot} ref={wheel} onClick={seek}>
        <div ref={ref} className={classes.measure} />
        <Axis window={window} originAt={originAt} widthPx={pages.length > 0 ? width : 0} />
        <PageStrip pages={pages} window={window} widthPx={width} playback={playback} />
        <PartialMarks pages={pages} window={window} widthPx={width} />
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
        {pages.length > 0 && <PlayHead playback={playback} window={window} widthPx={width} />}
      </div>
    </div>
  );
}

const splitLanes = (records: readonly SessionRecord[]) =>
  LANES.map((lane) => ({ ...lane, records: records.filter(({ kind }) => laneOf(kind) === lane.id) }));

function PlayHead({ playback, window, widthPx }: { playback: Playback; window: TimeWindow; widthPx: number }) {
  const px = usePlayback(playback, (state) => Math.round(toPixel(window, widthPx, state.at) * 2) / 2);
  if (px < 0 || px > widthPx) return null;
  return <div className={classes.head} style={{ transform: `translateX(${String(px)}px)` }} />;
}
