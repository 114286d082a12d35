import * as v from 'valibot';

/** Codes that cross the wire. Stable: clients branch on them, people search for them. */
export const ERROR_CODES = [
  'bad_request',
  'segment_malformed',
  'segment_too_large',
  'segment_corrupt',
  'segment_out_of_order',
  'segment_conflict',
  'session_erased',
  'record_invalid',
  'packing_unknown',
  'summary_invalid',
  'app_unknown',
  'origin_refused',
  'rule_set_invalid',
  'rule_set_stale',
  'stage_running',
  'stage_absent',
  'stage_share_lowered',
  'instruction_invalid',
  'acknowledgement_invalid',
  'not_found',
  'login_required',
  'login_refused',
  'password_weak',
  'too_many_requests',
  'unsupported',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The body of every answer with a status of 400 or above. `detail` says what to do about it. */
export const ErrorReply = v.object({
  error: v.object({
    code: v.picklist(ERROR_CODES),
    message: v.string(),
    detail: v.optional(v.unknown()),
  }),
});
export type ErrorReply = v.InferOutput<typeof ErrorReply>;
