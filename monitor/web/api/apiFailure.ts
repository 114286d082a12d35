import type { ErrorCode } from 'rewindow/wire';

/** An answer that was not what was asked for, or no answer (`unreachable`), or one that nobody can read (`unreadable`). */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: ErrorCode | 'unreachable' | 'unreadable';
  readonly status: number;
  readonly detail: unknown;
  /** When the monitor says that it is worth trying again; seconds from now. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ApiFailure['code'],
    message: string,
    more: { status?: number; detail?: unknown; retryAfterSeconds?: number | undefined } = {},
  ) {
    super(message);
    this.code = code;
    this.status = more.status ?? 0;
    this.detail = more.detail;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** What to tell the operator. */
export function describeFailure(error: unknown): string {
  if (error instanceof ApiFailure) return error.message;
  return error instanceof Error ? error.message : 'Something went wrong.';
}

export function hasCode(error: unknown, code: ApiFailure['code']): boolean {
  return error instanceof ApiFailure && error.code === code;
}
