import { memo, useMemo } from 'react';
import { describeRecord } from '../model/describe.ts';
import { layoutBars, layoutInstants, type LaneId, type Mark } from '../model/lanes.ts';
import type { TimeWindow } from '../model/scale.ts';
import { recordKey, type SessionRecord } from '../model/sessionRecord.ts';
import classes from './Timeline.module.css';

interface Props {
  lane: LaneId;
  records: readonly SessionRecord[];
  window: TimeWindow;
  widthPx: number;
  onPick: (record: SessionRecord) => void;
}

const LANE_PX = 21;
const BAR_ROWS = 3;
const ROW_PX = LANE_PX / BAR_ROWS;

/** One lane: bars for what takes time, marks for what happens at once. */
export const LaneRow = memo(function LaneRow({ lane, records, window, widthPx, onPick }: Props) {
  const isBars = lane === 'network';
  const marks = useMemo(
    () => (isBars ? layoutBars(records, window, widthPx, BAR_ROWS) : layoutInstants(records, window, widthPx)),
    [isBars, records, window, widthPx],
  );
  return (
    <svg className={classes.lane} width={widthPx} height={LANE_PX} role="img" aria-label={lane}>
      {marks.map((mark) => (
        <rect
          key={recordKey(mark.chief)}
          className={classes.mark}
          fill={`var(--rw-${mark.tone})`}
          {...(isBars ? barBox(mark) : instantBox(mark))}
          onClick={(event) => {
            event.stopPropagation();
            onPick(mark.chief);
          }}
        >
          <title>{titleOf(mark)}</title>
        </rect>
      ))}
    </svg>
  );
});

const barBox = (mark: Mark) => ({
  x: mark.fromPx,
  width: mark.widthPx,
  y: 1.5 + mark.row * ROW_PX,
  height: ROW_PX - 2,
  rx: 1,
});

/** The more records share a mark, the taller it is. */
function instantBox({ fromPx, widthPx, records }: Mark) {
  const height = Math.min(8 + records.length * 2, LANE_PX - 5);
  return { x: fromPx - widthPx / 2, width: widthPx - 1, y: (LANE_PX - height) / 2, height, rx: 1.5 };
}

const TITLE_LINES_MAX = 8;

function titleOf({ records }: Mark): string {
  const lines = records.slice(0, TITLE_LINES_MAX).map((record) => {
    const { title, detail } = describeRecord(record);
    return `${title} ${detail}`.slice(0, 160);
  });
  const more = records.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${String(more)} more`] : [])].join('\n');
}
