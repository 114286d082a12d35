import { stageNotes } from '../model/stageNotes.ts';
import type { PageStream } from '../model/pageStream.ts';
import type { LoadedRecords } from './recordLoader.ts';
import classes from './SessionView.module.css';

/** What the picture does not show, and how far loading has come. */
export function StageNotes({ page, loaded }: { page: PageStream | undefined; loaded: LoadedRecords }) {
  return (
    <div className={classes.notes} role="status">
      {stageNotes(page, loaded).map(({ text, title, tone }) => (
        <span key={text} className={classes.note} data-tone={tone} title={title}>
          {text}
        </span>
      ))}
    </div>
  );
}
