import { connectionOf } from '../../browser/connection.ts';
import type { RecordData } from '../../wire/record.ts';

type PageData = RecordData<'page'>;
type PageWindow = Window & typeof globalThis;

/** What not all browsers have, or not all type libraries know. */
interface MoreOfNavigator {
  deviceMemory?: number;
  userAgentData?: { platform: string; mobile: boolean; brands: { brand: string; version: string }[] };
}

/** A brand that browsers make up so that nobody relies on the list (https://wicg.github.io/ua-client-hints/#grease). */
const MADE_UP = /not.{0,3}a.{0,3}brand/i;

/** Fields that a browser does not have stay out. */
function known<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}

export function describeConnection(window: PageWindow): PageData['connection'] {
  const connection = connectionOf(window.navigator);
  if (!connection) return undefined;
  const { type, effectiveType, downlink, rtt, saveData } = connection;
  return known({ type, effectiveType, downlinkMbps: downlink, roundTripMs: rtt, saveData });
}

/** Temporal knows it at once. For a format browsers first load what they know of calendars, 20 ms and more of work. */
export function timeZoneOf(window: PageWindow): string {
  const { Temporal } = window as { Temporal?: { Now: { timeZoneId(): string } } };
  return Temporal?.Now.timeZoneId() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function describeLanguage({ navigator }: PageWindow): Pick<PageData, 'language' | 'languages'> {
  return { language: navigator.language, languages: [...navigator.languages] };
}

export function describeOrientation({ screen }: PageWindow): Pick<PageData, 'orientation'> {
  // Missing in older Safari.
  const { orientation } = screen as { orientation?: ScreenOrientation };
  return orientation ? { orientation: orientation.type } : {};
}

export function describeZoom({ visualViewport }: PageWindow): Pick<PageData, 'x' | 'y' | 'scale'> {
  if (!visualViewport) return {};
  const { offsetLeft, offsetTop, scale } = visualViewport;
  return { x: Math.round(offsetLeft), y: Math.round(offsetTop), scale: Math.round(scale * 1_000) / 1_000 };
}

export function describeDevice(window: PageWindow): PageData['device'] {
  const { navigator, screen } = window;
  const { deviceMemory, userAgentData } = navigator as MoreOfNavigator;
  return known({
    pixelRatio: window.devicePixelRatio,
    screenWidth: screen.width,
    screenHeight: screen.height,
    touchPointCount: navigator.maxTouchPoints,
    memoryGb: deviceMemory,
    coreCount: navigator.hardwareConcurrency,
    platform: userAgentData?.platform,
    mobile: userAgentData?.mobile,
    brands: userAgentData?.brands
      .filter(({ brand }) => !MADE_UP.test(brand))
      .map(({ brand, version }) => `${brand} ${version}`),
  });
}
