import type { Privacy } from '../../browser/privacy.ts';
import type { Surroundings } from '../../rules/input.ts';
import { createAudiences, type Audiences, type AudiencesScope } from './audiences.ts';

type Link = NonNullable<Surroundings['link']>;

/** The link is looked at so often at most. */
const LINK_EVERY_MS = 1_000;

/** Where the page is, as rules may know it; scrubbed once per address. */
function createPlace({ location }: Window, privacy: Pick<Privacy, 'url'>): () => Surroundings['page'] {
  let href = '';
  let place = { url: '', path: '' };
  return () => {
    if (location.href !== href) {
      href = location.href;
      place = { url: privacy.url(href), path: privacy.url(location.pathname) };
    }
    return place;
  };
}

function createLink(read: () => Link, now: () => number): () => Link {
  let seenAt = -Infinity;
  let link: Link = {};
  return () => {
    const at = now();
    if (Math.abs(at - seenAt) < LINK_EVERY_MS) return link;
    seenAt = at;
    return (link = read());
  };
}

/** What conditions see besides the record, and which audiences that makes. */
export interface SurroundingsScope {
  window: Window;
  privacy: Pick<Privacy, 'url'>;
  readLink(): Link;
  session: Surroundings['session'];
  sessionId: string;
  clock: { now(): number; offsetMs(): number };
  /** Ids of the audiences that the monitor says the page is in. */
  granted(): ReadonlySet<string>;
}

export interface Sight {
  surroundings(): Surroundings;
  audiences: Audiences;
}

export function createSight(scope: SurroundingsScope, rules: Pick<AudiencesScope, 'list' | 'visits' | 'code'>): Sight {
  const { window, clock, session } = scope;
  const page = createPlace(window, scope.privacy);
  const link = createLink(scope.readLink, clock.now);
  const audiences = createAudiences({
    ...{ ...clock, ...rules, sessionId: scope.sessionId, granted: scope.granted },
    ...{ navigator: window.navigator, path: () => page().path },
  });
  return { audiences, surroundings: () => ({ session, page: page(), link: link(), audiences: audiences.current() }) };
}
