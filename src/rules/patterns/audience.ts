import type { Audience, Period } from '../../wire/targeting.ts';
import { matchLike } from '../like.ts';
import type { RuleMemory } from '../memory.ts';
import { isInShare } from '../share.ts';

type Device = NonNullable<Audience['devices']>[number];
const DAYS: readonly string[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** What decides whether session and page are in an audience. */
export interface AudienceFacts {
  sessionId: string;
  /** By the monitor's clock. */
  at: number;
  /** Where the device is; absent where that is not known. */
  local?: LocalTime;
  path: string;
  device?: Device;
  visits: RuleMemory['visits'];
  /** Audiences that the monitor says the page is in. */
  granted: ReadonlySet<string>;
}
export interface LocalTime {
  /** Of the week; 0 is Sunday. */
  day: number;
  /** Of the day. */
  minute: number;
}

/** Everything that the audience names has to be so; of a list, one entry. */
export function matchAudience(audience: Audience, facts: AudienceFacts): boolean {
  const { id, share, earlierStates, period, pages, devices, isGranted } = audience;
  return (
    (!isGranted || facts.granted.has(id)) &&
    (share === undefined || isInShare(facts.sessionId, share)) &&
    (earlierStates === undefined || earlierStates.some((state) => Object.hasOwn(facts.visits, state))) &&
    (pages === undefined || pages.some((page) => matchLike(facts.path, page) === true)) &&
    (devices === undefined || devices.some((device) => device === facts.device)) &&
    (period === undefined || matchPeriod(period, facts))
  );
}

function matchPeriod({ fromAt = 0, toAt = Infinity, days, fromTime, toTime }: Period, facts: AudienceFacts): boolean {
  const { at, local } = facts;
  if (at < fromAt || at >= toAt) return false;
  if (days === undefined && fromTime === undefined && toTime === undefined) return true;
  if (local === undefined) return false;
  const from = minuteOf(fromTime ?? '00:00');
  const to = minuteOf(toTime ?? '24:00');
  const isOvernight = to < from;
  const isAfter = local.minute >= from;
  const isBefore = local.minute < to;
  // The hours after midnight belong to the day before.
  const day = isOvernight && isBefore ? (local.day + 6) % 7 : local.day;
  const isDay = days === undefined || days.some((name) => name === DAYS[day]);
  return isDay && (isOvernight ? isAfter || isBefore : isAfter && isBefore);
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** What kind of device it is, as far as it says so. Tablets of Apple pass for computers, but have a touch screen. */
export function deviceOf(userAgent: string, touchPointCount = 0): Device {
  const isApple = /Macintosh/.test(userAgent) && touchPointCount > 1;
  if (isApple || /iPad|Tablet|Android(?!.*Mobile)/.test(userAgent)) return 'tablet';
  return /Mobi|iPhone/.test(userAgent) ? 'phone' : 'desktop';
}
