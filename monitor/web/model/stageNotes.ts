import { describeFailure } from '../api/apiFailure.ts';
import type { Tone } from './tone.ts';
import { formatCount } from './format.ts';
import type { PageStream } from './pageStream.ts';

export interface StageNote {
  text: string;
  title: string;
  tone: Tone;
}

interface Loading {
  loadedCount: number;
  totalCount: number;
  unreadableCount: number;
  isLoading: boolean;
  error: unknown;
}

/** What a viewer has to know to read the picture rightly. */
export function stageNotes(page: PageStream | undefined, loading: Loading): StageNote[] {
  return [...loadingNotes(loading), ...(page ? pageNotes(page) : [])];
}

function loadingNotes({ loadedCount, totalCount, unreadableCount, isLoading, error }: Loading): StageNote[] {
  const notes: StageNote[] = [];
  if (error !== undefined) {
    notes.push({ text: 'loading failed', title: describeFailure(error), tone: 'bad' });
  } else if (isLoading) {
    const text = `loading ${loadedCount.toLocaleString('en')} of ${totalCount.toLocaleString('en')} records`;
    notes.push({ text, title: 'What has come is shown already.', tone: 'plain' });
  }
  if (unreadableCount > 0) {
    const title = 'Their content is not what this console knows; they are left out.';
    notes.push({ text: `${formatCount(unreadableCount, 'record')} unreadable`, title, tone: 'warn' });
  }
  return notes;
}

function pageNotes(page: PageStream): StageNote[] {
  const notes: StageNote[] = [];
  const missing = page.gaps.reduce((sum, gap) => sum + gap.last - gap.first + 1, 0);
  if (missing > 0) {
    const title = 'Hatched on the timeline. After a gap the picture goes on at the next checkpoint.';
    notes.push({ text: `${formatCount(missing, 'record')} missing`, title, tone: 'warn' });
  }
  const partial = (page.partialSpans ?? []).reduce((sum, { missingCount }) => sum + missingCount, 0);
  if (partial > 0) {
    const title = 'Widely hatched on the timeline: rules or instructions asked for some kinds or moments only.';
    notes.push({ text: `sent in part, ${formatCount(partial, 'record')} not`, title, tone: 'plain' });
  }
  if (page.sheetsMissing !== undefined && page.sheetsMissing > 0) {
    const title = 'They have not arrived yet, or were dropped on the device: the page looked otherwise.';
    notes.push({ text: `${formatCount(page.sheetsMissing, 'style sheet')} missing`, title, tone: 'warn' });
  }
  if (page.firstSequence > 0) {
    const title = 'They were dropped on the device, or are not archived yet.';
    notes.push({ text: `${formatCount(page.firstSequence, 'earlier record')} not archived`, title, tone: 'plain' });
  }
  if (page.skippedCount > 0 && page.events.length > 0) {
    const title = 'They change a document that is not known: they came before a checkpoint, or after a gap.';
    notes.push({ text: `${formatCount(page.skippedCount, 'change')} not drawn`, title, tone: 'warn' });
  }
  notes.push({
    text: 'inputs masked',
    title: 'What was typed never left the device; masked fields have a dashed edge.',
    tone: 'plain',
  });
  return notes;
}
