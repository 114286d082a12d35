import { isDormant } from 'rewindow/rules';
import type { PublishedRuleSet, RuleSet } from 'rewindow/wire';
import { ApiError } from '../api/apiError.ts';
import { readTargeting } from '../audience/targeting.ts';
import type { RuleStore, StoredRevision } from '../ports/index.ts';
import { hashOf } from './canonical.ts';
import { compileRuleSet } from './compile.ts';
import type { ReportOutgrown } from './outgrown.ts';
import { absent, invalid, lowered, running, stale } from './refusals.ts';
import { isPassedOver, newestOf, toStanding, type Standing } from './stage.ts';
import { createStandings } from './standings.ts';

export interface PublishOptions {
  /** Refuse if this is not the newest revision any more (0: if there is any). */
  baseRevision?: number | undefined;
  /** Of the sessions that get it; 1 where absent. Less than all makes it a stage. */
  share?: number | undefined;
  note?: string | undefined;
}

/** The rule sets of all applications: what is current, what is staged, and publishing. */
export interface RuleCatalog {
  standing(app: string): Promise<Standing>;
  /**
   * Publishes the text as the next revision, if it differs from the newest one in what it means. While a stage runs only
   * what is based on it is taken, and takes its place.
   * @throws {ApiError} `rule_set_invalid` with the problems as detail, `rule_set_stale`, `stage_running`, `stage_share_lowered`
   */
  publish(app: string, text: string, options?: PublishOptions): Promise<Publication>;
  /**
   * Gives the stage to more sessions; to all, and it is current.
   * @throws {ApiError} `stage_absent`, `rule_set_stale`, `stage_share_lowered`
   */
  widenStage(app: string, stage: { revision: number; share: number }): Promise<Publication>;
  /**
   * Publishes what is current again, so that sessions in the stage get it as something newer.
   * @throws {ApiError} `stage_absent`
   */
  endStage(app: string): Promise<Publication>;
  /**
   * Publishes the text of an old revision as a new one, for all. Ends the stage where one runs.
   * @throws {ApiError} `not_found`, `rule_set_invalid`
   */
  rollback(app: string, revision: number): Promise<Publication>;
}
export interface Publication {
  published: PublishedRuleSet;
  unchanged: boolean;
}

export interface RuleCatalogDeps {
  store: RuleStore;
  now: () => number;
  /** Called after other sessions than before have a revision. */
  onPublish(app: string): void;
  /** A revision is not understood any more. */
  reportOutgrown?: ReportOutgrown | undefined;
}

/** A revision that somebody else took in the meantime is followed by the next; more often than this it is given up. */
const TRY_COUNT = 5;
/** What is published again where a stage is ended before anything was for all. */
const NOTHING = '{ "version": 1, "name": "Nothing" }';

export function createRuleCatalog(deps: RuleCatalogDeps): RuleCatalog {
  const { store } = deps;
  const { standing, look, remember } = createStandings({ store, report: deps.reportOutgrown ?? (() => undefined) });
  const settle = (app: string, before: Standing, newest: StoredRevision): Publication => {
    remember(app, toStanding(newest.share < 1 ? before.current : newest, newest));
    deps.onPublish(app);
    return { published: newest.published, unchanged: false };
  };
  /** Adds what `draft` makes of what stands, unless it makes nothing new of it. */
  const add = async (app: string, draft: (standing: Standing) => Draft | Publication | Promise<Publication>) => {
    for (let count = 0; count < TRY_COUNT; count += 1) {
      const before = await look(app);
      const next = await draft(before);
      if ('published' in next) return next;
      const stored = toStored(next, before.newestRevision + 1, deps.now());
      if (await store.add(app, stored)) return settle(app, before, stored);
    }
    throw stale((await look(app)).newestRevision);
  };
  const widen = async (app: string, before: Standing, stage: StoredRevision, share: number) => {
    if (share < stage.share) throw lowered(stage);
    const { published } = stage;
    if (!(await store.widen(app, published.revision, share))) throw stale((await look(app)).newestRevision);
    return share === stage.share ? { published, unchanged: true } : settle(app, before, { ...stage, share });
  };
  return {
    standing,
    async publish(app, text, { baseRevision, share = 1, note } = {}) {
      const draft: Draft = { ...compile(text), text, share, note: note ?? null };
      return add(app, (before) => {
        checkBase(before, baseRevision);
        const { stage } = before;
        if (stage !== undefined && share < stage.share) throw lowered(stage);
        const newest = newestOf(before);
        if (newest === undefined || isPassedOver(before) || !isSame(newest, draft)) return draft;
        if (stage === undefined) return { published: newest.published, unchanged: true };
        return widen(app, before, stage, share).then(({ published }) => ({ published, unchanged: true }));
      });
    },
    async widenStage(app, { revision, share }) {
      const before = await look(app);
      const { stage } = before;
      if (stage === undefined) throw absent();
      if (stage.published.revision !== revision) throw stale(stage.published.revision);
      return widen(app, before, stage, share);
    },
    endStage: (app) => add(app, draftEnd),
    async rollback(app, revision) {
      const old = await store.getText(app, revision);
      if (old === undefined) throw new ApiError('not_found', 404, `There is no revision ${String(revision)}.`);
      const note = `Back to revision ${String(revision)}`;
      const draft: Draft = { ...compile(old.text), text: old.text, share: 1, note };
      return add(app, (before) => {
        const { stage, current } = before;
        const isThere = stage === undefined && current !== undefined && isSame(current, draft);
        return isThere && !isPassedOver(before) ? { published: current.published, unchanged: true } : draft;
      });
    },
  };
}

interface Draft {
  rules: RuleSet;
  hash: string;
  text: string;
  share: number;
  note: string | null;
}

/** What ends the stage. @throws {ApiError} `stage_absent` */
function draftEnd({ stage, current }: Standing): Draft {
  if (stage === undefined) throw absent();
  const note = `Ends the stage of revision ${String(stage.published.revision)}`;
  if (current === undefined) return { ...compile(NOTHING), text: NOTHING, share: 1, note };
  const { rules, hash } = current.published;
  return { rules, hash, text: current.text, share: 1, note };
}

function compile(text: string): Pick<Draft, 'rules' | 'hash'> {
  const compiled = compileRuleSet(text);
  if ('problems' in compiled) throw invalid(compiled.problems);
  return { rules: compiled.rules, hash: hashOf(compiled.rules) };
}

/**
 * Not by the stored hash: an older monitor knew fewer parts of a rule set, and hashed them without the others' defaults. Whom
 * an audience names stands in the text only.
 */
function isSame({ published, text }: StoredRevision, draft: Draft): boolean {
  return hashOf(published.rules) === draft.hash && hashOf(readTargeting(text)) === hashOf(readTargeting(draft.text));
}

function toStored({ rules, hash, text, share, note }: Draft, revision: number, publishedAt: number): StoredRevision {
  return { published: { revision, hash, publishedAt, dormant: isDormant(rules), rules }, text, share, note };
}

/** @throws {ApiError} `rule_set_stale`, `stage_running` */
function checkBase(standing: Standing, baseRevision: number | undefined): void {
  const { stage, current, newestRevision: newest } = standing;
  if (baseRevision === newest) return;
  const isAside = baseRevision === undefined || baseRevision === (current?.published.revision ?? 0);
  if (stage !== undefined && isAside) throw running(stage);
  if (baseRevision !== undefined) throw stale(newest);
}
