import * as v from 'valibot';
import { Count } from '../ids.ts';
import { text } from './text.ts';

/** A body as far as it may be told: redacted, then cut. */
const Body = v.object({
  /** Media type. */
  type: text,
  text: v.optional(text),
  /** What was cut off, or why there is no text. */
  note: v.optional(text),
});

const headers = v.record(v.string(), text);

/**
 * One exchange, at its end. `server` is what a server says of an exchange that it has answered, see docs/tap.md. `resource` is what the browser loads by itself (images, styles, scripts). A socket or an event
 * stream makes one record when it opens (`phase`) and one when it has closed.
 */
export const NetworkData = v.object({
  api: v.picklist(['fetch', 'xhr', 'beacon', 'websocket', 'eventsource', 'resource', 'server']),
  method: text,
  url: text,
  path: text,
  /** 0 when no answer came, or it can't be known. */
  status: Count,
  failed: v.boolean(),
  /** The page itself broke it off. */
  aborted: v.optional(v.boolean()),
  durationMs: v.number(),
  requestBytes: v.optional(Count),
  responseBytes: v.optional(Count),
  message: v.optional(text),
  /** Trace id of the `traceparent` header (https://www.w3.org/TR/trace-context/): joins it with what servers log. */
  traceId: v.optional(text),
  /** For `server`: which of its routes answered, such as `/orders/:id`. */
  route: v.optional(text),
  /** Of the answer. */
  mediaType: v.optional(text),
  /** For `resource`: what asked for it (`img`, `css`, `script` …). */
  initiator: v.optional(text),
  /** For `resource`: it came from a cache. */
  cached: v.optional(v.boolean()),
  phase: v.optional(v.picklist(['open', 'close'])),
  sentCount: v.optional(Count),
  receivedCount: v.optional(Count),
  closeCode: v.optional(Count),
  requestHeaders: v.optional(headers),
  responseHeaders: v.optional(headers),
  requestBody: v.optional(Body),
  responseBody: v.optional(Body),
});
