import { type Group, type Planned } from './groups.ts';
export interface EvictionPolicy {
    /** So much of the past stays, whole checkpoints' worth … */
    minutes: number;
    /** … unless it takes more than this. */
    maxBytes: number;
}
export interface Evictable extends Planned {
    bytes: number;
    /** Held, or waiting in the outbox: stays. */
    isKept: boolean;
}
export interface EvictionPlan {
    groups: DroppedGroup[];
    /** Bytes that are left. They may still be above the ceiling, where all the rest has to stay. */
    bytes: number;
}
export interface DroppedGroup extends Group<Evictable> {
    /** The ceiling cut into the promised minutes. */
    isShort: boolean;
}
/**
 * Which groups go. By age one goes when the next group of its page begins before the promised time, so that replay from
 * the promised time on is possible; a page's newest only after the page is gone. By bytes the oldest go first, never the
 * newest of a page that lives, because nothing that it captures from now on could be replayed without it.
 */
export declare function planEviction(segments: readonly Evictable[], livePageIds: ReadonlySet<string>, policy: EvictionPolicy, now: number): EvictionPlan;
