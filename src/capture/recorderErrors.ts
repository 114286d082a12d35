import type { CaptureScope, Emit } from './tracker.ts';

/** An error that comes again and again says nothing new. */
const REPORT_COUNT_MAX = 3;
/** What the CSSOM throws at a page that hands it bad rules (https://drafts.csswg.org/cssom/). */
const SHEET_ERRORS = new Set(['SyntaxError', 'IndexSizeError', 'HierarchyRequestError', 'NotAllowedError']);

/**
 * Handles what is thrown inside the recorder: true swallows it. The recorder calls the page's style sheet methods within
 * its own, so an error that is the page's due has to pass, or `insertRule` of a bad rule would seem to work.
 */
export function createErrorHandler(emit: Emit, scope: CaptureScope): (error: unknown) => boolean {
  let reportCount = 0;
  return (error) => {
    if (isDueToPage(error)) return false;
    reportCount += 1;
    if (reportCount <= REPORT_COUNT_MAX) {
      const message = error instanceof Error ? error.message : String(error);
      emit({ kind: 'agent', at: scope.now(), data: { code: 'recorder_error', message: message.slice(0, 500) } });
    }
    return true;
  };
}

function isDueToPage(error: unknown): boolean {
  return error instanceof DOMException && SHEET_ERRORS.has(error.name) && !error.message.includes('querySelector');
}
