import type { FastifyBaseLogger } from 'fastify';
import {
  createAudiences,
  createUserWatch,
  openCountries,
  type Audiences,
  type AudiencesDeps,
  type Countries,
} from '../audience/index.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { IndexedSegment } from '../ports/index.ts';

export interface AudienceOptions {
  /** File in the format `.mmdb` that says in which country an address is. Read again when it changes. */
  countryDatabase?: string | undefined;
  /** Header in which a proxy of `trustProxy` says the country, two letters. It wins over the database. */
  countryHeader?: string | undefined;
}

/** @throws where the file is missing or is no such database */
export async function openCountriesOf(
  { countryDatabase }: AudienceOptions,
  logger: FastifyBaseLogger,
): Promise<Countries | undefined> {
  if (countryDatabase === undefined) return undefined;
  const report = (err: Error) => {
    logger.error({ err }, 'the country database has changed and can not be read; the one before stays in use');
  };
  return openCountries({ file: countryDatabase, report });
}

/** Ingest that tells when a session's user becomes known, and the audiences that depend on it. */
export function joinAudiences(
  deps: AudiencesDeps,
  onUserKnown: (app: string, sessionId: string) => void,
): {
  audiences: Audiences;
  followSegment(segment: IndexedSegment): void;
  watchSummaries(ingest: Ingest): Ingest;
} {
  const watch = createUserWatch(onUserKnown);
  return {
    audiences: createAudiences(deps),
    followSegment: watch.followSegment,
    watchSummaries: (ingest) => ({
      ...ingest,
      async storeSummary(app, summary) {
        await ingest.storeSummary(app, summary);
        watch.note(app, summary.sessionId, summary.user);
      },
    }),
  };
}
