import * as v from 'valibot';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A UUID in lower case (RFC 9562); ours are version 7, so they sort by time. */
export const Uuid = v.pipe(v.string(), v.regex(UUID, 'not a UUID in lower case'));

/** Key of an application: names everything that the agent stores, and is sent with every request. */
export const AppKey = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'an app key is 1 to 64 letters, digits, _ or -'),
);

/** Id of a rule, a state or a trigger: an identifier that CEL can name. */
export const RuleId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'an id starts with a letter; up to 64 letters, digits, _ or -'),
);

/** Milliseconds since 1970, fractions allowed. */
export const EpochMs = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(8.64e15));

/** A count or a sequence number. */
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

/** SHA-256 as 64 hexadecimal digits in lower case. */
export const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hexadecimal'));
