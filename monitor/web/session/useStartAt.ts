import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import type { PageStream } from '../model/pageStream.ts';
import type { Playback } from '../replay/playback.ts';

/** Begins at the time in the address (`?at=`, epoch milliseconds), once as much of the session has come. */
export function useStartAt(playback: Playback, pages: readonly PageStream[]): void {
  const [search] = useSearchParams();
  const at = Number(search.get('at') ?? NaN);
  const doneAt = useRef<number>(undefined);
  const isThere = pages.some(({ fromAt, toAt }) => at >= fromAt && at <= toAt);
  useEffect(() => {
    if (!isThere || doneAt.current === at) return;
    doneAt.current = at;
    playback.seek(at);
  }, [playback, at, isThere]);
}
