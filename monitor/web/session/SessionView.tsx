import { useCallback, useState } from 'react';
import type { SessionDetail } from '../../src/api/contract.ts';
import type { SessionRecord } from '../model/sessionRecord.ts';
import { useReplayKeys } from '../replay/useReplayKeys.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import { SessionHeader } from './SessionHeader.tsx';
import classes from './SessionView.module.css';
import type { TileRecord } from '../model/tiles.ts';
import { SidePanel, type Side } from './SidePanel.tsx';
import { StagePanel, type View } from './StagePanel.tsx';
import { useSessionModel } from './useSessionModel.ts';
import { useStartAt } from './useStartAt.ts';

interface Props {
  detail: SessionDetail;
  /** Why the session can't be refreshed; null where it can. */
  staleBecause: unknown;
}

/** Replay and images on the left with the timeline below, events and instructions on the right. */
export function SessionView({ detail, staleBecause }: Props) {
  const model = useSessionModel(detail);
  const { loaded, pages, playback } = model;
  useReplayKeys(playback);
  useStartAt(playback, pages);
  const [side, setSide] = useState<Side>('events');
  const [chosen, setChosen] = useState<SessionRecord>();
  const [view, setView] = useState<View>('replay');
  const [target, setTarget] = useState<string>();
  const showImage = (record: TileRecord): void => {
    setView('screen');
    setTarget(record.data.target);
    playback.seek(record.correctedAt, record.pageId);
  };
  const pick = useCallback(
    (record: SessionRecord | undefined) => {
      setChosen(record);
      if (record) playback.seek(record.correctedAt, record.pageId);
    },
    [playback],
  );
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
          <StagePanel detail={detail} model={model} view={view} onView={setView} target={target} onTarget={setTarget} />
          <Timeline records={loaded.records} pages={pages} playback={playback} onPick={pick} />
        </div>
        <SidePanel
          detail={detail}
          model={model}
          side={side}
          onSide={setSide}
          chosen={chosen}
          onPick={pick}
          onImage={showImage}
        />
      </div>
    </div>
  );
}
