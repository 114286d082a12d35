import type { AudienceFacts, Surroundings } from 'rewindow/rules';
import type { Capture } from 'rewindow/wire';

/** What a session's records have said so far of its user, its pages and its link: what conditions see besides a record. */
export interface Known {
  session: Surroundings['session'];
  pages: ReadonlyMap<string, Surroundings['page']>;
  link: Readonly<Record<string, unknown>>;
  /** Of the device's screen; tells a tablet from a computer. */
  touchPointCount: number;
  timeZone: string | undefined;
}

/** Pages whose address is kept; of a session with more, the oldest are taken for unknown. */
const PAGE_COUNT_MAX = 200;

export function beginKnown(session: Surroundings['session']): Known {
  return { session, pages: new Map(), link: {}, touchPointCount: 0, timeZone: undefined };
}

/** What a record says of them holds from this record on. */
export function learn(known: Known, record: Capture & { pageId: string }): Known {
  switch (record.kind) {
    case 'identify': {
      const { user, traits } = record.data;
      const { startedAt, context } = known.session;
      return { ...known, session: { startedAt, user, ...(context && { context }), ...(traits && { traits }) } };
    }
    case 'context':
      return { ...known, session: { ...known.session, context: record.data.data } };
    case 'navigation':
      return { ...known, pages: withPage(known.pages, record.pageId, record.data) };
    case 'page':
      return learnOfPage(known, record.data);
    default:
      return known;
  }
}

function withPage(pages: Known['pages'], pageId: string, { url, path }: Surroundings['page']): Known['pages'] {
  const next = new Map(pages);
  next.delete(pageId);
  next.set(pageId, { url, path });
  const [oldest] = next.keys();
  if (next.size > PAGE_COUNT_MAX && oldest !== undefined) next.delete(oldest);
  return next;
}

function learnOfPage(known: Known, data: Extract<Capture, { kind: 'page' }>['data']): Known {
  const { type, connection, device, timeZone } = data;
  const link = {
    ...known.link,
    ...(type === 'online' || type === 'offline' ? { online: type === 'online' } : {}),
    ...(connection?.type !== undefined && { type: connection.type }),
    ...(connection?.effectiveType !== undefined && { effectiveType: connection.effectiveType }),
    ...(connection?.downlinkMbps !== undefined && { kbps: connection.downlinkMbps * 1_000 }),
    ...(connection?.saveData !== undefined && { saver: connection.saveData }),
  };
  return {
    ...known,
    link,
    touchPointCount: device?.touchPointCount ?? known.touchPointCount,
    timeZone: timeZone ?? known.timeZone,
  };
}

/** What conditions see at a record of this page. */
export function surround({ session, pages, link }: Known, pageId: string): Surroundings {
  return { session, page: pages.get(pageId) ?? { url: '', path: '' }, link };
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Day and time where the device is; undefined where its time zone is not known. */
export function localTime({ timeZone }: Known, at: number): AudienceFacts['local'] {
  if (timeZone === undefined) return undefined;
  try {
    const format = { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const parts = new Intl.DateTimeFormat('en-US', format).formatToParts(at);
    const valueOf = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
    return { day: DAYS.indexOf(valueOf('weekday')), minute: Number(valueOf('hour')) * 60 + Number(valueOf('minute')) };
  } catch {
    return undefined;
  }
}
