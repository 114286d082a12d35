import { ActionIcon, Group } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { neighbourImages, type TileRecord } from '../model/tiles.ts';
import type { Playback } from '../replay/playback.ts';
import { usePlayback } from '../replay/usePlayback.ts';

interface Props {
  tiles: readonly TileRecord[];
  /** Time of the image that is seen now; undefined where none is. */
  shownAt: number | undefined;
  playback: Playback;
  onStep: (record: TileRecord) => void;
}

/** Leads to the image before and the one after, on whatever page they were taken. */
export function ImageSteps({ tiles, shownAt, playback, onStep }: Props) {
  const beforeAt = usePlayback(playback, ({ at }) => neighbourImages(tiles, shownAt ?? at).before?.correctedAt);
  const afterAt = usePlayback(playback, ({ at }) => neighbourImages(tiles, at).after?.correctedAt);
  const find = (at: number | undefined): TileRecord | undefined => tiles.find(({ correctedAt }) => correctedAt === at);
  const before = find(beforeAt);
  const after = find(afterAt);
  const step = (record: TileRecord | undefined) => () => {
    if (record) onStep(record);
  };
  return (
    <Group gap={4} wrap="nowrap" style={{ flex: 'none' }}>
      <ActionIcon variant="default" size={24} aria-label="Image before" disabled={!before} onClick={step(before)}>
        <IconChevronLeft size={14} />
      </ActionIcon>
      <ActionIcon variant="default" size={24} aria-label="Next image" disabled={!after} onClick={step(after)}>
        <IconChevronRight size={14} />
      </ActionIcon>
    </Group>
  );
}
