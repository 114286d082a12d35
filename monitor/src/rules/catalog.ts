import { isDormant } from 'rewindow/rules';
import type { PublishedRuleSet } from 'rewindow/wire';
import { ApiError } from '../api/apiError.ts';
import type { RuleStore, StoredRevision } from '../ports/index.ts';
import { hashOf } from './canonical.ts';
import { compileRuleSet } from './compile.ts';

/** The rule sets of all applications: what is current, and publishing. */
export interface RuleCatalog {
  /** Undefined before the first rule set is published. */
  current(app: string): Promise<StoredRevision | undefined>;
  /**
   * Publishes the text as the next revision, if it differs from the current one in what it means.
   * @param baseRevision refuse if this is not the current revision any more (0: if there is any)
   * @throws {ApiError} `rule_set_invalid` with the problems as detail, `rule_set_stale`
   */
  publish(app: string, text: string, baseRevision?: number): Promise<Publication>;
}
export interface Publication {
  published: PublishedRuleSet;
  unchanged: boolean;
}

export interface RuleCatalogDeps {
  store: RuleStore;
  now: () => number;
  /** Called after a new revision is stored. */
  onPublish(app: string): void;
}

/** A revision that somebody else took in the meantime is followed by the next; more often than this it is given up. */
const TRY_COUNT = 5;

export function createRuleCatalog({ store, now, onPublish }: RuleCatalogDeps): RuleCatalog {
  // Each feedback request asks for the current revision; only publishing changes it, and it happens here.
  const known = new Map<string, StoredRevision>();
  const remember = (app: string, revision: StoredRevision) => {
    const newest = known.get(app)?.published.revision ?? 0;
    if (revision.published.revision > newest) known.set(app, revision);
  };
  const current = async (app: string) => {
    if (!known.has(app)) {
      const stored = await store.current(app);
      if (stored !== undefined) remember(app, stored);
    }
    return known.get(app);
  };
  return {
    current,
    async publish(app, text, baseRevision) {
      const compiled = compileRuleSet(text);
      if ('problems' in compiled) throw invalid(compiled.problems);
      const { rules } = compiled;
      const hash = hashOf(rules);
      for (let count = 0; count < TRY_COUNT; count += 1) {
        const newest = (await store.current(app))?.published;
        const newestRevision = newest?.revision ?? 0;
        if (baseRevision !== undefined && baseRevision !== newestRevision) throw stale(newestRevision);
        // Not by the stored hash: an older monitor knew fewer parts of a rule set, and hashed them without the others' defaults.
        if (newest && hashOf(newest.rules) === hash) return { published: newest, unchanged: true };
        const published = { revision: newestRevision + 1, hash, publishedAt: now(), dormant: isDormant(rules), rules };
        const revision = { published, text };
        if (!(await store.add(app, revision))) continue;
        remember(app, revision);
        onPublish(app);
        return { published, unchanged: false };
      }
      throw stale((await store.current(app))?.published.revision ?? 0);
    },
  };
}

function invalid(problems: { message: string; line: number; column: number }[]): ApiError {
  const [first] = problems;
  const place = first && `line ${String(first.line)}, column ${String(first.column)}: ${first.message}`;
  return new ApiError('rule_set_invalid', 422, `The rule set does not compile: ${place ?? ''}`, problems);
}

function stale(revision: number): ApiError {
  const message = `Somebody else has published: the newest revision is ${String(revision)}.`;
  return new ApiError('rule_set_stale', 409, message, { revision });
}
