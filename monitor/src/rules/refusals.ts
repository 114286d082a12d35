import { ApiError } from '../api/apiError.ts';
import type { StoredRevision } from '../ports/index.ts';

/** Why a rule set is not published, or not given to more sessions. */
export function invalid(problems: { message: string; line: number; column: number }[]): ApiError {
  const [first] = problems;
  const place = first && `line ${String(first.line)}, column ${String(first.column)}: ${first.message}`;
  return new ApiError('rule_set_invalid', 422, `The rule set does not compile: ${place ?? ''}`, problems);
}

export function stale(revision: number): ApiError {
  const message = `Somebody else has published: the newest revision is ${String(revision)}.`;
  return new ApiError('rule_set_stale', 409, message, { revision });
}

export function running({ published, share }: StoredRevision): ApiError {
  const message = `Revision ${String(published.revision)} is staged: end the stage, give it to all, or base on it.`;
  return new ApiError('stage_running', 409, message, { revision: published.revision, share });
}

export function absent(): ApiError {
  return new ApiError('stage_absent', 404, 'No revision is staged.');
}

export function lowered({ published, share }: StoredRevision): ApiError {
  const message = `Revision ${String(published.revision)} is with ${String(share * 100)} % of the sessions: no fewer.`;
  return new ApiError('stage_share_lowered', 409, message, { revision: published.revision, share });
}
