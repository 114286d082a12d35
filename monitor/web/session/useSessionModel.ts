import { useEffect, useMemo } from 'react';
import type { SessionDetail } from '../../src/api/contract.ts';
import { findIdleSpans } from '../model/idle.ts';
import { markPartialSpans } from '../model/partialSpans.ts';
import { buildPageStreams, type PageStream } from '../model/pageStream.ts';
import type { Playback } from '../replay/playback.ts';
import { useCreatePlayback, usePlayback } from '../replay/usePlayback.ts';
import type { LoadedRecords } from './recordLoader.ts';
import { useSessionRecords } from './useSessionRecords.ts';

/** All that the parts of a session page show: records, the pages made of them, and the one play head. */
export interface SessionModel {
  loaded: LoadedRecords;
  pages: PageStream[];
  /** The page at the play head. */
  page: PageStream | undefined;
  playback: Playback;
}

export function useSessionModel(detail: SessionDetail): SessionModel {
  const loaded = useSessionRecords(detail.session.sessionId, detail.pages);
  const { records } = loaded;
  const pages = useMemo(
    () => markPartialSpans(buildPageStreams(records, detail.summaries), detail.pages, records),
    [records, detail.summaries, detail.pages],
  );
  const idle = useMemo(() => findIdleSpans(records), [records]);
  const playback = useCreatePlayback();
  useEffect(() => {
    playback.setTracks({ pages, idle });
  }, [playback, pages, idle]);
  const pageId = usePlayback(playback, (state) => state.pageId);
  return { loaded, pages, page: pages.find((one) => one.pageId === pageId), playback };
}
