import { formatPosition, formatTimeOfDay } from '../model/format.ts';
import { axisTicks, toPixel, type TimeWindow } from '../model/scale.ts';
import classes from './Timeline.module.css';

const TICK_GAP_PX = 80;

/** Time since the session's first record; the time of day as title. */
export function Axis({ window, originAt, widthPx }: { window: TimeWindow; originAt: number; widthPx: number }) {
  return (
    <div className={classes.axis}>
      {axisTicks(window, originAt, widthPx, TICK_GAP_PX).map((at) => (
        <div
          key={at}
          className={classes.tick}
          style={{ left: toPixel(window, widthPx, at) }}
          title={formatTimeOfDay(at)}
        >
          {formatPosition(at - originAt)}
        </div>
      ))}
    </div>
  );
}
