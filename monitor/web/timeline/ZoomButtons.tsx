import { ActionIcon } from '@mantine/core';
import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Playback } from '../replay/playback.ts';
import classes from './Timeline.module.css';
import type { TimeWindowControl } from './useTimeWindow.ts';

/** Zooms around the play head. */
export function ZoomButtons({ control, playback }: { control: TimeWindowControl; playback: Playback }) {
  const button = (label: string, icon: ReactNode, isOff: boolean, onClick: () => void) => (
    <ActionIcon
      size={20}
      variant="transparent"
      color="gray"
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={onClick}
    >
      {icon}
    </ActionIcon>
  );
  const zoom = (factor: number) => () => {
    control.zoom(factor, playback.getState().at);
  };
  return (
    <div className={classes.zoom}>
      {button('Zoom in (ctrl and wheel)', <IconPlus size={13} />, false, zoom(0.5))}
      {button('Zoom out', <IconMinus size={13} />, control.isWhole, zoom(2))}
      {button('Whole session', <IconMaximize size={13} />, control.isWhole, control.showAll)}
    </div>
  );
}
