import type { WorkerScope } from '../scope.ts';
/** What became of a request; `refused`: the same bytes will be refused again, `failed`: worth another try later. */
export type Answer = {
    kind: 'confirmed';
} | {
    kind: 'refused';
    error: string;
} | {
    kind: 'failed';
    error: string;
    retryAfterMs: number;
    isReachable: boolean;
} | {
    kind: 'stopped';
};
export interface Post {
    url: string;
    body: Uint8Array<ArrayBuffer> | string;
    signal: AbortSignal;
}
/** Posts by ky (its one importer), once: the outbox does the repeating. No headers of ours, so that there is no preflight. */
export declare function postToMonitor(scope: WorkerScope, { url, body, signal }: Post): Promise<Answer>;
