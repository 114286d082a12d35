import { formatCount, formatSpan } from '../model/format.ts';
import type { Gap, PageStream } from '../model/pageStream.ts';
import { toPixel, type TimeWindow } from '../model/scale.ts';
import classes from './Timeline.module.css';

/** Hatched where records are missing. */
export function GapMarks({
  pages,
  window,
  widthPx,
}: {
  pages: readonly PageStream[];
  window: TimeWindow;
  widthPx: number;
}) {
  return pages
    .flatMap((page) => page.gaps)
    .map((gap) => {
      const left = toPixel(window, widthPx, gap.fromAt);
      const width = Math.max(toPixel(window, widthPx, gap.toAt) - left, 3);
      if (left > widthPx || left + width < 0) return null;
      return (
        <div
          key={`${gap.pageId}:${String(gap.first)}`}
          className={classes.gap}
          style={{ left, width }}
          title={describe(gap)}
        />
      );
    });
}

/** Lightly hatched where only some records were sent. */
export function PartialMarks({ pages, window, widthPx }: Parameters<typeof GapMarks>[0]) {
  return pages.flatMap((page) =>
    (page.partialSpans ?? []).map(({ fromAt, toAt, missingCount }) => {
      const left = toPixel(window, widthPx, fromAt);
      const width = Math.max(toPixel(window, widthPx, toAt) - left, 3);
      if (left > widthPx || left + width < 0) return null;
      const title = `Sent in part: ${formatCount(missingCount, 'record')} were not asked for, or had been dropped`;
      return (
        <div
          key={`${page.pageId}:${String(fromAt)}`}
          className={classes.partial}
          style={{ left, width }}
          title={title}
        />
      );
    }),
  );
}

function describe({ first, last, fromAt, toAt }: Gap): string {
  return `${formatCount(last - first + 1, 'record')} missing (${String(first)} to ${String(last)}), ${formatSpan(toAt - fromAt)}`;
}
