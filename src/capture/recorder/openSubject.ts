import { stopAll } from '../../tools/stop.ts';
import { createLivePage } from './page/livePage.ts';
import { startSheets } from './sheets/startSheets.ts';
import { startSources } from './sources/index.ts';
import type { OpenSubject } from './subject.ts';

/** The page that the visitor has before them: its tree, its style sheets, what is done to it. */
export const openSubject: OpenSubject = (scope, dirty) => {
  const { idOf, want, privacy } = scope;
  const sheets = startSheets(scope, (owner) => void dirty.anew.add(owner));
  const sources = startSources(scope);
  const page = createLivePage({ idOf, want, privacy, dirty, sheets, hasScrolled: sources.hasScrolled });
  return {
    page,
    sources: [sheets, sources],
    onAttribute: page.markPlaces,
    onNode: sources.described,
    onFieldChange: sources.changed,
    onAgain: sheets.renew,
    takeActions: sources.takeActions,
    settle: page.settlePlaces,
    stop: stopAll([sheets, sources, page]).stop,
  };
};
