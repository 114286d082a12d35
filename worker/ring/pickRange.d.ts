import { type Planned } from './groups.ts';
/** The segments of a session that touch a range of time, each page's from the checkpoint on that replay needs. */
export declare function pickRange<S extends Planned>(segments: readonly S[], range: {
    sessionId: string;
    fromAt: number;
    toAt: number;
}): S[];
