import { SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { SessionDetail } from '../../src/api/contract.ts';
import { EventPanel } from '../events/EventPanel.tsx';
import { findIdleSpans } from '../model/idle.ts';
import { buildPageStreams } from '../model/pageStream.ts';
import type { SessionRecord } from '../model/sessionRecord.ts';
import { Controls } from '../replay/Controls.tsx';
import { ReplayStage } from '../replay/ReplayStage.tsx';
import { useCreatePlayback, usePlayback } from '../replay/usePlayback.ts';
import { useReplayKeys } from '../replay/useReplayKeys.ts';
import { ScreenStage } from '../screen/ScreenStage.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { InstructionList } from './InstructionList.tsx';
import { SessionHeader } from './SessionHeader.tsx';
import classes from './SessionView.module.css';
import { StageNotes } from './StageNotes.tsx';
import { useSessionRecords } from './useSessionRecords.ts';

interface Props {
  detail: SessionDetail;
  /** Why the session can't be refreshed, if so. */
  staleBecause: unknown;
}

/** Replay and images on the left with the timeline below, events and instructions on the right. */
export function SessionView({ detail, staleBecause }: Props) {
  const loaded = useSessionRecords(detail.session.sessionId, detail.pages);
  const { records } = loaded;
  const pages = useMemo(() => buildPageStreams(records, detail.summaries), [records, detail.summaries]);
  const idle = useMemo(() => findIdleSpans(records), [records]);
  const playback = useCreatePlayback();
  useReplayKeys(playback);
  useEffect(() => {
    playback.setTracks({ pages, idle });
  }, [playback, pages, idle]);
  const pageId = usePlayback(playback, (state) => state.pageId);
  const page = pages.find((one) => one.pageId === pageId);
  const [view, setView] = useState('replay');
  const [side, setSide] = useState('events');
  const [loadsRemote, setLoadsRemote] = useState(false);
  const [chosen, setChosen] = useState<SessionRecord>();
  const pick = useMemo(
    () => (record: SessionRecord | undefined) => {
      setChosen(record);
      if (record) playback.seek(record.correctedAt, record.pageId);
    },
    [playback],
  );
  const imageCount = useMemo(() => records.filter(({ kind }) => kind === 'tile').length, [records]);
  return (
    <div className={classes.view}>
      <SessionHeader
        detail={detail}
        staleBecause={staleBecause}
        onInstructed={() => {
          setSide('instructions');
        }}
      />
      <div className={classes.body}>
        <div className={classes.left}>
          <div className={classes.tabs}>
            <SegmentedControl
              size="xs"
              value={view}
              onChange={setView}
              data={[
                { value: 'replay', label: 'Replay' },
                { value: 'screen', label: `Images (${String(imageCount)})` },
              ]}
            />
            <StageNotes page={page} loaded={loaded} />
          </div>
          <div className={classes.stage}>
            <div className={classes.layer} data-shown={view === 'replay'}>
              <ReplayStage page={page} playback={playback} loadsRemote={loadsRemote} />
            </div>
            {view === 'screen' && <ScreenStage page={page} records={records} playback={playback} />}
            {records.length === 0 && !loaded.isLoading && <NothingArchived detail={detail} />}
          </div>
          <Controls page={page} playback={playback} loadsRemote={loadsRemote} onLoadsRemote={setLoadsRemote} />
          <Timeline records={records} pages={pages} playback={playback} onPick={pick} />
        </div>
        <aside className={classes.right}>
          <div className={classes.tabs}>
            <SegmentedControl
              size="xs"
              fullWidth
              w="100%"
              value={side}
              onChange={setSide}
              data={[
                { value: 'events', label: 'Events' },
                { value: 'instructions', label: `Instructions (${String(detail.instructions.length)})` },
              ]}
            />
          </div>
          <div className={classes.side}>
            {side === 'events' ? (
              <EventPanel records={records} playback={playback} chosen={chosen} onPick={pick} />
            ) : (
              <InstructionList instructions={detail.instructions} pages={pages} />
            )}
          </div>
        </aside>
      </div>
    </div>
  );
}

function NothingArchived({ detail }: { detail: SessionDetail }) {
  const holds = detail.summaries.some((summary) => summary.ring.segmentCount > 0);
  return (
    <div className={classes.nothing}>
      <b>Nothing of this session is archived yet.</b>
      <br />
      {holds
        ? 'The device holds its last minutes. “Get the buffer” asks for them.'
        : 'The device has not reported that it holds anything.'}
    </div>
  );
}
