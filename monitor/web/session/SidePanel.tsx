import { SegmentedControl } from '@mantine/core';
import type { SessionDetail } from '../../src/api/contract.ts';
import { EventPanel } from '../events/EventPanel.tsx';
import type { SessionRecord } from '../model/sessionRecord.ts';
import type { TileRecord } from '../model/tiles.ts';
import { InstructionList } from './InstructionList.tsx';
import classes from './SessionView.module.css';
import { WhyPanel } from './WhyPanel.tsx';
import type { SessionModel } from './useSessionModel.ts';

export type Side = 'events' | 'instructions' | 'why';

interface Props {
  detail: SessionDetail;
  model: SessionModel;
  side: Side;
  onSide: (side: Side) => void;
  chosen: SessionRecord | undefined;
  onPick: (record: SessionRecord | undefined) => void;
  onImage: (record: TileRecord) => void;
}

/** Beside the picture: what happened, and what was asked for. */
export function SidePanel({ detail, model, side, onSide, chosen, onPick, onImage }: Props) {
  const { loaded, pages, playback } = model;
  return (
    <aside className={classes.right}>
      <div className={classes.tabs}>
        <SegmentedControl
          size="xs"
          w="100%"
          value={side}
          onChange={(value) => {
            onSide(value === 'instructions' || value === 'why' ? value : 'events');
          }}
          data={[
            { value: 'events', label: 'Events' },
            { value: 'instructions', label: `Instructions (${String(detail.instructions.length)})` },
            { value: 'why', label: 'Why' },
          ]}
        />
      </div>
      <div className={classes.side}>
        {side === 'events' && (
          <EventPanel records={loaded.records} playback={playback} chosen={chosen} onPick={onPick} />
        )}
        {side === 'instructions' && (
          <InstructionList
            instructions={detail.instructions}
            pages={pages}
            records={loaded.records}
            onImage={onImage}
          />
        )}
        {side === 'why' && <WhyPanel sessionId={detail.session.sessionId} playback={playback} />}
      </div>
    </aside>
  );
}
