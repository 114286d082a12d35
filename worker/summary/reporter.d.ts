import type { Summary, SummaryFacts } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
/** Writes the page's summary for the courier: the first at once, later ones at most every 10 s, and only when they differ. */
export interface Reporter {
    report(facts: SummaryFacts): Promise<void>;
    /** Something was captured: the counts will have changed. */
    touch(): void;
    /** Writes what is due without waiting; `state` overrides that of the facts. */
    settle(state?: Summary['state']): Promise<void>;
}
export declare function createReporter(context: Context, onWritten: () => void): Reporter;
