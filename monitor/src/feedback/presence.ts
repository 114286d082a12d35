import type { PageIds } from 'rewindow/wire';

/** What an agent said of itself when it asked last. */
export interface Said {
  phase?: string | undefined;
  /** Why it records nothing. */
  reason?: string | undefined;
  rulesHash?: string | undefined;
}

/** A page whose agent is connected, or was lately. */
export interface Sighting extends PageIds, Said {
  app: string;
  isConnected: boolean;
  seenAt: number;
}

/** Who holds or has just held a feedback connection. */
export interface Presence {
  /** A page's request begins; `leave` when it has ended, however it did. */
  enter(app: string, page: PageIds, said?: Said): { leave(): void };
  isLive(sessionId: string): boolean;
  /** Of the sessions' pages, the one that was seen last. */
  findSession(sessionId: string): Sighting | undefined;
  list(app: string): Sighting[];
}

/** Between two requests of a page that holds them lies less than that; a page that polls asks several times. */
const LIVE_MS = 60_000;
/** How long a page that is gone is listed. */
const REMEMBERED_MS = 15 * 60_000;
/** More pages than this are forgotten earlier: whoever knows an app's key can make them up. */
const PAGE_COUNT_MAX = 100_000;

interface Entry extends PageIds {
  app: string;
  connectionCount: number;
  seenAt: number;
  said: Said;
}

export function createPresence(now: () => number): Presence {
  /** By page, in the order in which they were seen last. */
  const entries = new Map<string, Entry>();
  const pagesBySession = new Map<string, Set<string>>();

  const touch = (entry: Entry) => {
    entry.seenAt = now();
    entries.delete(entry.pageId);
    entries.set(entry.pageId, entry);
  };
  const forgetOld = () => {
    for (const entry of entries.values()) {
      if (entry.seenAt > now() - REMEMBERED_MS && entries.size <= PAGE_COUNT_MAX) return;
      if (entry.connectionCount === 0) forget(entry);
    }
  };
  const forget = ({ pageId, sessionId }: Entry) => {
    entries.delete(pageId);
    const pages = pagesBySession.get(sessionId);
    pages?.delete(pageId);
    if (pages?.size === 0) pagesBySession.delete(sessionId);
  };
  const ofSession = (sessionId: string) =>
    [...(pagesBySession.get(sessionId) ?? [])].flatMap((pageId) => entries.get(pageId) ?? []);
  return {
    enter(app, page, said = {}) {
      forgetOld();
      const known = entries.get(page.pageId);
      if (known !== undefined && known.sessionId !== page.sessionId) forget(known);
      const entry = entries.get(page.pageId) ?? { ...page, app, connectionCount: 0, seenAt: 0, said };
      entry.said = said;
      pagesBySession.set(page.sessionId, (pagesBySession.get(page.sessionId) ?? new Set()).add(page.pageId));
      entry.connectionCount += 1;
      touch(entry);
      return {
        leave() {
          entry.connectionCount -= 1;
          if (entries.get(page.pageId) === entry) touch(entry);
        },
      };
    },
    isLive: (sessionId) => ofSession(sessionId).some((entry) => isLive(entry, now())),
    findSession: (sessionId) => {
      const newest = ofSession(sessionId).sort((one, other) => other.seenAt - one.seenAt)[0];
      return newest && toSighting(newest, now());
    },
    list: (app) => [...entries.values()].filter((entry) => entry.app === app).map((entry) => toSighting(entry, now())),
  };
}

function isLive({ connectionCount, seenAt }: Entry, now: number): boolean {
  return connectionCount > 0 || now - seenAt <= LIVE_MS;
}

function toSighting(entry: Entry, now: number): Sighting {
  const { app, sessionId, tabId, pageId, seenAt, said } = entry;
  return { ...said, app, sessionId, tabId, pageId, seenAt, isConnected: isLive(entry, now) };
}
