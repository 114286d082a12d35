import { ActionIcon } from '@mantine/core';
import { IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import classes from './Timeline.module.css';

interface Props {
  isWhole: boolean;
  onZoom: (factor: number) => void;
  onWhole: () => void;
}

export function ZoomButtons({ isWhole, onZoom, onWhole }: Props) {
  return (
    <div className={classes.zoom}>
      <ActionIcon
        size={20}
        variant="subtle"
        color="gray"
        aria-label="Zoom in"
        title="Zoom in (ctrl and wheel)"
        onClick={() => {
          onZoom(0.5);
        }}
      >
        <IconPlus size={13} />
      </ActionIcon>
      <ActionIcon
        size={20}
        variant="subtle"
        color="gray"
        aria-label="Zoom out"
        title="Zoom out"
        disabled={isWhole}
        onClick={() => {
          onZoom(2);
        }}
      >
        <IconMinus size={13} />
      </ActionIcon>
      <ActionIcon
        size={20}
        variant="subtle"
        color="gray"
        aria-label="Whole session"
        title="Whole session"
        disabled={isWhole}
        onClick={onWhole}
      >
        <IconMaximize size={13} />
      </ActionIcon>
    </div>
  );
}
