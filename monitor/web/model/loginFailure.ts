import { ApiFailure, describeFailure } from '../api/apiFailure.ts';
import { formatSpan } from './format.ts';

/** Why a password was not taken, and what to do. */
export function describeLoginFailure(error: unknown): string {
  if (!(error instanceof ApiFailure)) return describeFailure(error);
  if (error.code === 'login_refused') return 'This is not the password.';
  if (error.code === 'password_weak') return `The new password is too weak: ${error.message}`;
  if (error.code !== 'too_many_requests') return error.message;
  const wait =
    error.retryAfterSeconds === undefined ? 'in a minute' : `in ${formatSpan(error.retryAfterSeconds * 1_000)}`;
  return `Too many attempts. Try again ${wait}.`;
}
