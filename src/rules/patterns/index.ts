import { watchSimple, type MakeWatch } from '../watch.ts';
import { watchAbsence } from './absence.ts';
import { watchCombination } from './combination.ts';
import { watchDwell } from './dwell.ts';
import { watchNth } from './nth.ts';
import { watchRecurrence } from './recurrence.ts';
import { watchScore } from './score.ts';
import { watchSequence } from './sequence.ts';

export { deviceOf, matchAudience } from './audience.ts';

/** The patterns that few rule sets have: pages load them, and what tells audiences, when theirs has one. */
export const watchPattern: MakeWatch = (pattern) => {
  switch (pattern.type) {
    case 'sequence':
      return watchSequence(pattern);
    case 'absence':
      return watchAbsence(pattern);
    case 'recurrence':
      return watchRecurrence(pattern);
    case 'dwell':
      return watchDwell(pattern);
    case 'score':
      return watchScore(pattern);
    case 'nth':
      return watchNth(pattern);
    case 'combination':
      return watchCombination(pattern, (part) => watchSimple(part) ?? watchPattern(part));
    default:
      return undefined;
  }
};
