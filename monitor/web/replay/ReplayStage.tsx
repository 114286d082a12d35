import { Center, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { formatPosition } from '../model/format.ts';
import type { PageStream, ReplayEvent } from '../model/pageStream.ts';
import { assetAddress, rewriteAssets } from '../model/rewriteAssets.ts';
import { followPlayback } from './followPlayback.ts';
import type { Playback } from './playback.ts';
import { mountPicture, type Picture } from './rrwebPicture.ts';
import classes from './ReplayStage.module.css';
import { usePlayback } from './usePlayback.ts';

interface Props {
  /** Key of the application, whose files the picture may need. */
  app: string;
  page: PageStream | undefined;
  playback: Playback;
  loadsRemote: boolean;
}

/** The recorded page, scaled to fit. */
export function ReplayStage({ app, page, playback, loadsRemote }: Props) {
  const frame = useElementSize();
  const mount = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ width: number; height: number }>();
  const [failure, setFailure] = useState<string>();
  const isPlayable = (page?.events.length ?? 0) >= 2;
  usePicture({
    mount,
    app,
    page: isPlayable ? page : undefined,
    playback,
    loadsRemote,
    onSize: setSize,
    onFailure: setFailure,
  });
  const scale = size ? Math.min(frame.width / size.width, frame.height / size.height, 1) : 1;
  const box = size && { width: size.width * scale, height: size.height * scale };
  return (
    <div className={classes.stage} ref={frame.ref}>
      <div className={classes.box} style={box} data-drawn={isPlayable && !failure}>
        <div ref={mount} className={classes.mount} style={{ transform: `scale(${String(scale)})` }} />
        {page && isPlayable && <BeforePicture page={page} playback={playback} />}
        {page && isPlayable && <BlindNote page={page} playback={playback} />}
      </div>
      {page && !isPlayable && <NoPicture page={page} />}
      {failure !== undefined && <Message text={failure} />}
    </div>
  );
}

interface PictureOptions {
  app: string;
  mount: React.RefObject<HTMLDivElement | null>;
  page: PageStream | undefined;
  playback: Playback;
  loadsRemote: boolean;
  onSize: (size: { width: number; height: number }) => void;
  onFailure: (failure: string | undefined) => void;
}

/** One picture per page; events that arrive later are added to it where they follow on. */
function usePicture({ mount, app, page, playback, loadsRemote, onSize, onFailure }: PictureOptions): void {
  const shown = useRef<{
    picture: Picture;
    pageId: string;
    loadsRemote: boolean;
    assetCount: number;
    sheetsMissing: number | undefined;
    toAt: number;
    stop: () => void;
  }>(undefined);
  useEffect(() => {
    const root = mount.current;
    const toAt = page?.events.at(-1)?.timestamp ?? 0;
    const present = shown.current;
    if (
      present &&
      page?.pageId === present.pageId &&
      loadsRemote === present.loadsRemote &&
      // Files that have become known since are for what is drawn already, too.
      page.assets.size === present.assetCount &&
      page.sheetsMissing === present.sheetsMissing &&
      present.picture.take(page.events)
    ) {
      present.toAt = toAt;
      return;
    }
    present?.stop();
    shown.current = undefined;
    onFailure(undefined);
    if (!root || !page) return;
    try {
      const { assets, events, pageId, sheetsMissing } = page;
      const dress = (event: ReplayEvent) => rewriteAssets(event, assets, (hash) => assetAddress(app, hash));
      const picture = mountPicture({ root, events, loadsRemote, dress, onSize });
      const pictureToAt = (): number => shown.current?.toAt ?? toAt;
      const follower = followPlayback(picture, playback, { pageId, pictureToAt });
      const stop = (): void => {
        follower.stop();
        picture.stop();
      };
      shown.current = { picture, pageId, loadsRemote, assetCount: assets.size, sheetsMissing, toAt, stop };
    } catch (error) {
      root.replaceChildren();
      onFailure(error instanceof Error ? error.message : "The picture can't be drawn.");
    }
  }, [mount, app, page, playback, loadsRemote, onSize, onFailure]);
  useEffect(
    () => () => {
      shown.current?.stop();
      shown.current = undefined;
    },
    [],
  );
}

function BeforePicture({ page, playback }: { page: PageStream; playback: Playback }) {
  const fromAt = page.pictureFromAt ?? page.fromAt;
  const isBefore = usePlayback(playback, (state) => state.pageId === page.pageId && state.at < fromAt - 50);
  if (!isBefore) return null;
  return (
    <Message
      text={`No picture at this time: the first checkpoint that is archived comes ${formatPosition(fromAt - page.fromAt)} into the page.`}
    />
  );
}

/** Says so where the picture is older than the play head: records are missing, or the page was too busy for them. */
function BlindNote({ page, playback }: { page: PageStream; playback: Playback }) {
  const isWithin = (spans: PageStream['blindSpans'], at: number) =>
    spans.some((span) => at > span.fromAt && at < span.toAt);
  const note = usePlayback(playback, ({ pageId, at }) => {
    if (pageId !== page.pageId) return undefined;
    if (isWithin(page.blindSpans, at)) return MISSING;
    return isWithin(page.reducedSpans, at) ? BUSY : undefined;
  });
  return note === undefined ? null : <div className={classes.blind}>{note}</div>;
}

const MISSING = 'Records are missing here: the picture stands still until the next checkpoint.';
const BUSY = 'The page was too busy for its changes to be recorded: the picture stands still between checkpoints.';

function NoPicture({ page }: { page: PageStream }) {
  const text =
    page.skippedCount > 0
      ? `This page has no checkpoint in the archive, so its ${String(page.skippedCount)} changes can't be drawn. Get the buffer to have one sent.`
      : 'Nothing of this page was recorded that can be drawn. Its events are in the list.';
  return <Message text={text} />;
}

function Message({ text }: { text: string }) {
  return (
    <Center className={classes.message}>
      <Text size="sm" maw={420} ta="center">
        {text}
      </Text>
    </Center>
  );
}
