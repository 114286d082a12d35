import * as v from 'valibot';
import { Count } from '../ids.ts';
import { text } from './text.ts';

export const NavigationData = v.object({
  type: v.picklist(['load', 'push', 'replace', 'pop', 'hash']),
  url: text,
  path: text,
  title: v.optional(text),
  referrer: v.optional(text),
});

const Connection = v.object({
  /** `wifi`, `cellular` … where the browser tells. */
  type: v.optional(text),
  effectiveType: v.optional(text),
  downlinkMbps: v.optional(v.number()),
  roundTripMs: v.optional(v.number()),
  saveData: v.optional(v.boolean()),
});

const Device = v.object({
  pixelRatio: v.optional(v.number()),
  screenWidth: v.optional(v.number()),
  screenHeight: v.optional(v.number()),
  touchPointCount: v.optional(Count),
  memoryGb: v.optional(v.number()),
  coreCount: v.optional(Count),
  /** User-agent client hints of low entropy. */
  platform: v.optional(text),
  mobile: v.optional(v.boolean()),
  brands: v.optional(v.array(text)),
});

export const PageData = v.object({
  type: v.picklist([
    ...(['start', 'visible', 'hidden', 'leave', 'return', 'resize', 'online', 'offline'] as const),
    ...(['freeze', 'resume', 'discarded', 'connection', 'orientation', 'zoom', 'language', 'print'] as const),
    // What is known of the device, once, a little after the start; again when the pixel ratio has changed.
    'device',
    // An element that a state is about came into the document, or went.
    ...(['elementShown', 'elementGone'] as const),
  ]),
  /** Of the element. */
  selector: v.optional(text),
  /** Layout viewport, CSS pixels. */
  width: v.optional(v.number()),
  height: v.optional(v.number()),
  /** Visual viewport: offset within the layout viewport and magnification. */
  x: v.optional(v.number()),
  y: v.optional(v.number()),
  scale: v.optional(v.number()),
  /** `portrait-primary` and so on. */
  orientation: v.optional(text),
  language: v.optional(text),
  languages: v.optional(v.array(text)),
  timeZone: v.optional(text),
  connection: v.optional(Connection),
  device: v.optional(Device),
});

export const PerformanceData = v.object({
  type: v.picklist(['vital', 'longFrame', 'longTask']),
  /** For `vital`: CLS, FCP, INP, LCP or TTFB (https://web.dev/articles/vitals). */
  name: v.optional(text),
  /** For `vital`: milliseconds, for CLS a score. */
  amount: v.optional(v.number()),
  rating: v.optional(v.picklist(['good', 'needs-improvement', 'poor'])),
  /** For `vital`: the element that it was about. */
  selector: v.optional(text),
  durationMs: v.optional(v.number()),
  blockingMs: v.optional(v.number()),
  /** For `longFrame`: the scripts that took longest. */
  scripts: v.optional(v.array(v.object({ url: text, invoker: text, durationMs: v.number() }))),
});

/** In a burst: stands for so many more that came in the same second, and are not recorded one by one. */
const moreCount = v.optional(Count);

export const ConsoleData = v.object({
  level: v.picklist(['debug', 'log', 'info', 'warn', 'error']),
  message: text,
  count: moreCount,
});

export const ErrorData = v.object({
  type: v.picklist(['error', 'rejection', 'resource', 'csp']),
  name: text,
  message: text,
  stack: v.optional(text),
  url: v.optional(text),
  line: v.optional(Count),
  column: v.optional(Count),
  /** For `csp`: the directive that was violated, and whether it was enforced. */
  directive: v.optional(text),
  disposition: v.optional(v.picklist(['enforce', 'report'])),
  count: moreCount,
});
