import type { Context } from '../context.ts';
/** One post that waits, and what to do with the monitor's answer. */
export interface Job {
    path: string;
    body: Uint8Array<ArrayBuffer> | string;
    confirm(): Promise<unknown>;
    refuse(): Promise<unknown>;
    /** Returns how often this one has failed by now. */
    fail(): Promise<number>;
}
/** The three kinds of what is sent, each with its next job; `limit` is how many may travel together. */
export type Channel = (context: Context, limit: number) => Promise<Job | undefined>;
export declare const nextAcknowledgements: Channel;
export declare const nextSummary: Channel;
export declare const nextSegment: Channel;
