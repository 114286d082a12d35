/** What is known of a stay in a field while it lasts. */
export interface Visit {
  beganAt: number;
  /** Time in it before the window was left, and found again with the field still focused. */
  dwelledMs: number;
  isAway: boolean;
  /** Characters in the field; undefined where they aren't counted. */
  length: number | undefined;
  editCount: number;
  correctionCount: number;
  hasPasted: boolean;
}

/** An edit, as its event tells it (https://www.w3.org/TR/input-events-2/); some keyboards give no type. */
export interface Edit {
  inputType: string | undefined;
  length: number | undefined;
}

const PASTE = /^insertFrom(Paste|Drop|Yank)/;
/** Keyboards that compose words delete what they are about to write anew. */
const CORRECTION = /^(delete(?!ByComposition|CompositionText)|historyUndo)/;

export function beginVisit(at: number, length: number | undefined): Visit {
  return { beganAt: at, dwelledMs: 0, isAway: false, length, editCount: 0, correctionCount: 0, hasPasted: false };
}

export function editInVisit(visit: Visit, { inputType, length }: Edit): Visit {
  if (inputType !== undefined && PASTE.test(inputType)) return { ...visit, length, hasPasted: true };
  const isShorter = length !== undefined && visit.length !== undefined && length < visit.length;
  const isCorrection = inputType ? CORRECTION.test(inputType) : isShorter;
  return {
    ...visit,
    length,
    editCount: visit.editCount + 1,
    correctionCount: visit.correctionCount + (isCorrection ? 1 : 0),
  };
}

/** The window has lost the focus; the field keeps it. */
export function leaveVisit(visit: Visit, at: number): Visit {
  return visit.isAway ? visit : { ...visit, isAway: true, dwelledMs: dwellOf(visit, at) };
}

export function returnToVisit(visit: Visit, at: number): Visit {
  return visit.isAway ? { ...visit, isAway: false, beganAt: at } : visit;
}

export function dwellOf({ isAway, dwelledMs, beganAt }: Visit, at: number): number {
  return dwelledMs + (isAway ? 0 : Math.max(0, at - beganAt));
}
