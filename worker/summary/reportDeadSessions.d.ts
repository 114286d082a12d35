import type { Context } from '../context.ts';
/**
 * Sessions whose last summary says `running` and none of whose pages lives: they are over, and the monitor hears it from
 * the next page of the origin. Where every page had said that it goes, it was no crash.
 */
export declare function reportDeadSessions(context: Context): Promise<void>;
