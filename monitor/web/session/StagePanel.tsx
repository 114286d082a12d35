import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { SessionDetail } from '../../src/api/contract.ts';
import { Controls } from '../replay/Controls.tsx';
import { ReplayStage } from '../replay/ReplayStage.tsx';
import { ScreenStage } from '../screen/ScreenStage.tsx';
import classes from './SessionView.module.css';
import { StageNotes } from './StageNotes.tsx';
import type { SessionModel } from './useSessionModel.ts';

export type View = 'replay' | 'screen';

interface Props {
  detail: SessionDetail;
  model: SessionModel;
  view: View;
  onView: (view: View) => void;
  /** Of the images, the one that is chosen. */
  target: string | undefined;
  onTarget: (target: string) => void;
}

/** The two views, replay and images, with the controls below. */
export function StagePanel({ detail, model, view, onView, target, onTarget }: Props) {
  const { loaded, page, playback } = model;
  const { records } = loaded;
  const [loadsRemote, setLoadsRemote] = useState(false);
  const imageCount = useMemo(() => records.filter(({ kind }) => kind === 'tile').length, [records]);
  return (
    <>
      <div className={classes.tabs}>
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(next) => {
            onView(next === 'screen' ? 'screen' : 'replay');
          }}
          data={[
            { value: 'replay', label: 'Replay' },
            { value: 'screen', label: `Images (${String(imageCount)})` },
          ]}
        />
        <StageNotes page={page} loaded={loaded} />
      </div>
      <div className={classes.stage}>
        <div className={classes.layer} data-shown={view === 'replay'}>
          <ReplayStage app={detail.session.app} page={page} playback={playback} loadsRemote={loadsRemote} />
        </div>
        {view === 'screen' && (
          <ScreenStage page={page} records={records} playback={playback} chosen={target} onChoose={onTarget} />
        )}
        {detail.pages.length === 0 && view === 'replay' && <NothingArchived detail={detail} />}
      </div>
      <Controls page={page} playback={playback} loadsRemote={loadsRemote} onLoadsRemote={setLoadsRemote} />
    </>
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
