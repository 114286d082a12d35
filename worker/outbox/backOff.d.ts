/** Wait before the next try, doubled with each failure in a row and jittered, so that a monitor that comes back isn't flooded. */
export declare function backOffMs(failureCount: number, random: number): number;
/** Reads `Retry-After` (RFC 9110, 10.2.3): seconds or a date; at most an hour, whatever the server wants. */
export declare function parseRetryAfter(value: string | null, now: number): number;
