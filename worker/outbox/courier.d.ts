import type { Context } from '../context.ts';
/**
 * Sends what waits: acknowledgements, summaries, segments, of all tabs. The tab that has something to send takes the
 * sender's lock for as long as it sends; who comes next finds nothing left. Failures share one schedule in the database.
 */
export interface Courier {
    /** Sends now, or when the schedule allows it; begins again after `stop`. */
    kick(): void;
    /** Aborts what is on its way; it stays in the outbox. */
    stop(): void;
}
export declare function createCourier(context: Context): Courier;
