import { Center, Group, SegmentedControl, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { formatTimeOfDay } from '../model/format.ts';
import type { PageStream } from '../model/pageStream.ts';
import type { SessionRecord } from '../model/sessionRecord.ts';
import { composeImage, listTargets, type Composition } from '../model/tiles.ts';
import type { Playback } from '../replay/playback.ts';
import { usePlayback } from '../replay/usePlayback.ts';
import classes from './ScreenStage.module.css';
import { ImageSteps } from './ImageSteps.tsx';
import { TileCanvas } from './TileCanvas.tsx';

interface Props {
  page: PageStream | undefined;
  records: readonly SessionRecord[];
  playback: Playback;
  /** Target whose images are wanted. */
  chosen: string | undefined;
  onChoose: (target: string) => void;
}

/** The second view: what was imaged, as it was at the play head's time. */
export function ScreenStage({ page, records, playback, chosen, onChoose }: Props) {
  const pageId = page?.pageId ?? '';
  const tiles = useMemo(() => records.filter((record) => record.kind === 'tile'), [records]);
  const targets = useMemo(() => listTargets(tiles, pageId), [tiles, pageId]);
  const target = chosen !== undefined && targets.includes(chosen) ? chosen : targets[0];
  // Changes only where another image comes up, not with every frame.
  const lastAt = usePlayback(playback, (state) => lastImageAt(tiles, pageId, target, state.at));
  const composition = useMemo(
    () =>
      target === undefined || lastAt === undefined ? undefined : composeImage(tiles, { pageId, target, at: lastAt }),
    [tiles, pageId, target, lastAt],
  );
  return (
    <div className={classes.stage}>
      <Group className={classes.bar} gap="sm" wrap="nowrap">
        <ImageSteps
          tiles={tiles}
          shownAt={lastAt}
          playback={playback}
          onStep={(record) => {
            onChoose(record.data.target);
            playback.seek(record.correctedAt, record.pageId);
          }}
        />
        {targets.length > 1 && <SegmentedControl size="xs" data={targets} value={target ?? ''} onChange={onChoose} />}
        <Text size="xs" truncate>
          {composition && describe(composition)}
        </Text>
      </Group>
      {composition ? (
        <Fitted composition={composition} />
      ) : (
        <Message text={describeLack({ imageCount: tiles.length, isLater: target !== undefined })} />
      )}
    </div>
  );
}

function describeLack({ imageCount, isLater }: { imageCount: number; isLater: boolean }): string {
  if (isLater) return 'The first image of this page comes later.';
  return imageCount > 0
    ? 'No image was taken on this page. The arrows lead to those of other pages.'
    : 'No image was taken in this session. A screen rule or the button “Image” asks for one.';
}

function lastImageAt(
  tiles: readonly SessionRecord[],
  pageId: string,
  target: string | undefined,
  at: number,
): number | undefined {
  const last = tiles.findLast(
    (record) =>
      record.kind === 'tile' && record.correctedAt <= at && record.pageId === pageId && record.data.target === target,
  );
  return last?.correctedAt;
}

function describe({ record, missing }: Composition): string {
  const { target, cause, width, height } = record.data;
  const lack = missing.length > 0 ? ` · ${String(missing.length)} tiles not archived (hatched)` : '';
  return `${target} at ${formatTimeOfDay(record.correctedAt)} · ${String(width)} × ${String(height)} · asked for by ${cause}${lack}`;
}

function Fitted({ composition }: { composition: Composition }) {
  const { ref, width, height } = useElementSize();
  const { box } = composition.record.data;
  const scale = Math.min(width / Math.max(box.width, 1), height / Math.max(box.height, 1), 1);
  return (
    <div ref={ref} className={classes.fit}>
      <TileCanvas composition={composition} width={box.width * scale} height={box.height * scale} />
    </div>
  );
}

function Message({ text }: { text: string }) {
  return (
    <Center h="100%" p="md">
      <Text size="sm" maw={420} ta="center">
        {text}
      </Text>
    </Center>
  );
}
