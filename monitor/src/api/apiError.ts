import type { ErrorCode } from 'rewindow/wire';

/** A request that can't be served. `errorReply.ts` turns it into the answer; `detail` says what to do about it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: unknown;
  constructor(code: ErrorCode, status: number, message: string, detail?: unknown) {
    super(message);
    this.code = code;
    this.status = status;
    this.detail = detail;
  }
}
