import { ActionIcon, Group, SegmentedControl, Switch, Text, Tooltip } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { formatPosition, formatTimeOfDay } from '../model/format.ts';
import type { PageStream } from '../model/pageStream.ts';
import { SPEEDS } from '../model/playback.ts';
import type { Playback } from './playback.ts';
import classes from './Controls.module.css';
import { usePlayback } from './usePlayback.ts';

interface Props {
  page: PageStream | undefined;
  playback: Playback;
  loadsRemote: boolean;
  onLoadsRemote: (loadsRemote: boolean) => void;
}

/** Play and pause, the place within the page, speed, and what the picture may load. */
export function Controls({ page, playback, loadsRemote, onLoadsRemote }: Props) {
  const isPlaying = usePlayback(playback, (state) => state.isPlaying);
  const speed = usePlayback(playback, (state) => state.speed);
  const skipsIdle = usePlayback(playback, (state) => state.skipsIdle);
  return (
    <Group gap="sm" wrap="nowrap" className={classes.bar}>
      <Tooltip label={isPlaying ? 'Pause (space)' : 'Play (space)'}>
        <ActionIcon
          variant="filled"
          aria-label={isPlaying ? 'Pause' : 'Play'}
          disabled={!page}
          onClick={() => {
            playback.toggle();
          }}
        >
          {isPlaying ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
        </ActionIcon>
      </Tooltip>
      {page && <Scrubber page={page} playback={playback} />}
      <SegmentedControl
        size="xs"
        aria-label="Speed"
        data={SPEEDS.map((value) => ({ value: String(value), label: `${String(value)}×` }))}
        value={String(speed)}
        onChange={(value) => {
          playback.setSpeed(Number(value));
        }}
      />
      <Switch
        label="Skip rests"
        checked={skipsIdle}
        onChange={(event) => {
          playback.setSkipsIdle(event.currentTarget.checked);
        }}
      />
      <Tooltip
        label="Load images, fonts and styles from the sites that the page had them from. They see that you look."
        multiline
        w={240}
      >
        <div>
          <Switch
            label="Remote images"
            checked={loadsRemote}
            onChange={(event) => {
              onLoadsRemote(event.currentTarget.checked);
            }}
          />
        </div>
      </Tooltip>
    </Group>
  );
}

/** Steps of the bar: fine enough for the eye, and it is not drawn anew on every frame. */
const STEP_MS = 100;

function Scrubber({ page, playback }: { page: PageStream; playback: Playback }) {
  const positionMs = usePlayback(playback, (state) => Math.floor((state.at - page.fromAt) / STEP_MS) * STEP_MS);
  const lengthMs = Math.max(page.toAt - page.fromAt, STEP_MS);
  return (
    <>
      <Text size="sm" className={classes.position} title={formatTimeOfDay(page.fromAt + positionMs)}>
        {formatPosition(positionMs)} / {formatPosition(lengthMs)}
      </Text>
      <input
        type="range"
        className={classes.scrubber}
        aria-label="Place within the page"
        min={0}
        max={lengthMs}
        step={STEP_MS}
        value={Math.min(Math.max(positionMs, 0), lengthMs)}
        onChange={(event) => {
          playback.seek(page.fromAt + Number(event.currentTarget.value), page.pageId);
        }}
      />
    </>
  );
}
