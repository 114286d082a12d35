import { useElementSize } from '@mantine/hooks';
import { memo, useEffect, useRef, useState } from 'react';
import { describeRecord } from '../model/describe.ts';
import { visibleRows } from '../model/eventFilter.ts';
import { formatPosition, formatTimeOfDay } from '../model/format.ts';
import { indexAt, recordKey, type SessionRecord } from '../model/sessionRecord.ts';
import { toneOf } from '../model/tone.ts';
import type { Playback } from '../replay/playback.ts';
import { usePlayback } from '../replay/usePlayback.ts';
import classes from './EventList.module.css';

interface Props {
  records: readonly SessionRecord[];
  originAt: number;
  playback: Playback;
  chosenKey: string | undefined;
  onPick: (record: SessionRecord) => void;
}

const ROW_PX = 24;

/** All records in order, as many rows as are seen. The one at the play head is marked and kept in sight. */
export function EventList({ records, originAt, playback, chosenKey, onPick }: Props) {
  const { ref, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const current = usePlayback(playback, (state) => indexAt(records, state.at));
  useEffect(() => {
    const element = scroller.current;
    if (!element || current < 0 || element.matches(':hover')) return;
    const top = current * ROW_PX;
    const isSeen = top >= element.scrollTop + ROW_PX && top <= element.scrollTop + element.clientHeight - 2 * ROW_PX;
    if (!isSeen) element.scrollTop = top - element.clientHeight / 2;
  }, [current, records]);
  const { first, end } = visibleRows({ scrollTop, heightPx: height, rowPx: ROW_PX, count: records.length });
  return (
    <div ref={ref} className={classes.outer}>
      <div
        ref={scroller}
        className={classes.scroller}
        onScroll={(event) => {
          setScrollTop(event.currentTarget.scrollTop);
        }}
      >
        <div style={{ height: records.length * ROW_PX, position: 'relative' }}>
          {records.slice(first, end).map((record, index) => (
            <EventRow
              key={recordKey(record)}
              record={record}
              top={(first + index) * ROW_PX}
              originAt={originAt}
              isCurrent={first + index === current}
              isChosen={recordKey(record) === chosenKey}
              onPick={onPick}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  record: SessionRecord;
  top: number;
  originAt: number;
  isCurrent: boolean;
  isChosen: boolean;
  onPick: (record: SessionRecord) => void;
}

const EventRow = memo(function EventRow({ record, top, originAt, isCurrent, isChosen, onPick }: RowProps) {
  const { title, detail } = describeRecord(record);
  return (
    <button
      type="button"
      className={classes.row}
      style={{ transform: `translateY(${String(top)}px)` }}
      data-current={isCurrent}
      data-chosen={isChosen}
      data-tone={toneOf(record)}
      onClick={() => {
        onPick(record);
      }}
    >
      <span className={classes.time} title={formatTimeOfDay(record.correctedAt)}>
        {formatPosition(record.correctedAt - originAt)}
      </span>
      <span className={classes.kind} data-kind={record.kind}>
        {record.kind}
      </span>
      <span className={classes.text} title={detail}>
        <b>{title}</b> {detail}
      </span>
    </button>
  );
});
