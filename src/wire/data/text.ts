import * as v from 'valibot';
import { LIMITS } from '../limits.ts';

/** Any text of a record; the worker cuts what is longer. */
export const text = v.pipe(v.string(), v.maxLength(LIMITS.textLength));

/** What an element is called: enough to find it again and to read it in a list. */
export const target = { selector: text, label: v.optional(text), field: v.optional(text) };

/** Names and plain values that came from the host, scrubbed. */
export const plainRecord = v.record(v.string(), v.unknown());
