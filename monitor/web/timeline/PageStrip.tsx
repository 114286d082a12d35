import { pageLabel, tabNumbers } from '../model/pageLabel.ts';
import type { PageStream } from '../model/pageStream.ts';
import { toPixel, type TimeWindow } from '../model/scale.ts';
import type { Playback } from '../replay/playback.ts';
import { usePlayback } from '../replay/usePlayback.ts';
import classes from './Timeline.module.css';

interface Props {
  pages: readonly PageStream[];
  window: TimeWindow;
  widthPx: number;
  playback: Playback;
}

/** The documents of the session; the one whose picture is shown is marked. A click begins it. */
export function PageStrip({ pages, window, widthPx, playback }: Props) {
  const currentId = usePlayback(playback, (state) => state.pageId);
  const tabs = tabNumbers(pages);
  return (
    <div className={classes.strip}>
      {pages.map((page) => {
        const left = toPixel(window, widthPx, page.fromAt);
        const width = Math.max(toPixel(window, widthPx, page.toAt) - left - 1, 6);
        const label = pageLabel(page, tabs);
        return (
          <button
            type="button"
            key={page.pageId}
            className={classes.page}
            aria-pressed={page.pageId === currentId}
            style={{ left, width }}
            title={label}
            onClick={(event) => {
              event.stopPropagation();
              playback.seek(page.pictureFromAt ?? page.fromAt, page.pageId);
            }}
          >
            {label}
          </button>
        );
      })}
    </div>
  );
}
