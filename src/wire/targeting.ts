import * as v from 'valibot';
import { EpochMs, RuleId } from './ids.ts';

/**
 * Audiences: for whom a rule is. Everything that an audience names must be so; of a list, one entry is enough. Users, lists,
 * countries and addresses are decided by the monitor and never reach a page, which only hears which audiences it is in.
 */
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const listOf = <T extends v.GenericSchema>(item: T, max: number) =>
  v.pipe(v.array(item), v.minLength(1), v.maxLength(max));
const Time = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of the day, as "08:30"'));

export const DEVICES = ['phone', 'tablet', 'desktop'] as const;
export const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** By the clock of the page, corrected by the monitor's; days and times of the day by the device's time zone. */
const Period = v.strictObject({
  fromAt: v.optional(EpochMs),
  toAt: v.optional(EpochMs),
  days: v.optional(listOf(v.picklist(DAYS), 7)),
  fromTime: v.optional(Time),
  /** Before `fromTime`: over midnight. */
  toTime: v.optional(Time),
});
export type Period = v.InferOutput<typeof Period>;

/** What a page decides by itself. */
const IN_PAGE = {
  id: RuleId,
  /** Of the sessions, by their id: who is among 10 % is among 20 %, too. */
  share: v.optional(share),
  /** One of these states was entered earlier in the session. */
  earlierStates: v.optional(listOf(RuleId, 20)),
  period: v.optional(Period),
  /** Paths, `*` for anything: `/shop/*`. */
  pages: v.optional(listOf(text, 50)),
  devices: v.optional(listOf(v.picklist(DEVICES), 3)),
};
export const AudienceSource = v.strictObject({
  ...IN_PAGE,
  /** As the page said by `identify`. */
  users: v.optional(listOf(text, 1_000)),
  /** Name of a list of users that is kept in the monitor. */
  list: v.optional(RuleId),
  /** ISO 3166, two letters. */
  countries: v.optional(listOf(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'two capital letters, as "CH"')), 250)),
  /** Addresses and ranges: `203.0.113.7`, `10.0.0.0/8`, `2001:db8::/32`. */
  addresses: v.optional(listOf(text, 1_000)),
});
export type AudienceSource = v.InferOutput<typeof AudienceSource>;
export const Audience = v.strictObject({
  ...IN_PAGE,
  /** The monitor has to say that the page is in it. */
  isGranted: v.optional(v.boolean(), false),
});
export type Audience = v.InferOutput<typeof Audience>;
