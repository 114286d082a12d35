import { formatPosition, formatTimeOfDay } from '../model/format.ts';
import { axisTicks, toPixel, type TimeWindow } from '../model/scale.ts';
import classes from './Timeline.module.css';

const TICK_GAP_PX = 80;
/** A label that has less room than this at the right edge is left out; its line stays. */
const LABEL_PX = 44;

/** Time since the session's first record; the time of day as title. */
export function Axis({ window, originAt, widthPx }: { window: TimeWindow; originAt: number; widthPx: number }) {
  return (
    <div className={classes.axis}>
      {axisTicks(window, originAt, widthPx, TICK_GAP_PX).map((at) => {
        const left = toPixel(window, widthPx, at);
        return (
          <div key={at} className={classes.tick} style={{ left }} title={formatTimeOfDay(at)}>
            {left + LABEL_PX <= widthPx && formatPosition(at - originAt)}
          </div>
        );
      })}
    </div>
  );
}
