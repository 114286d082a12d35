import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { isDormant } from 'rewindow/rules';
import { AppKey, LIMITS, type AudienceSource } from 'rewindow/wire';
import * as v from 'valibot';
import { ApiError } from '../api/apiError.ts';
import {
  PublishReply,
  RollbackBody,
  RuleCheckReply,
  RuleRevision,
  RulesReply,
  RuleSetBody,
  StageBody,
  type Stage,
} from '../api/contract.ts';
import { defineRoute } from '../api/route.ts';
import type { AppStore, RuleStore, StoredRevision, WrittenRevision } from '../ports/index.ts';
import type { Publication, RuleCatalog } from './catalog.ts';
import { compileRuleSet } from './compile.ts';
import { listOutgrown } from './outgrown.ts';
import { describePlacement } from './placement.ts';
import { newestOf } from './stage.ts';

export interface RulesRoutesDeps {
  catalog: RuleCatalog;
  store: RuleStore;
  apps: Pick<AppStore, 'get'>;
  requireLogin: preHandlerAsyncHookHandler;
  /** What about audiences will not work as it stands, in words. */
  caveats?: ((app: string, targeting: readonly AudienceSource[]) => Promise<string[]>) | undefined;
}

const AppParams = v.object({ key: AppKey });
const RevisionParams = v.object({
  key: AppKey,
  revision: v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/, 'not a revision'), v.transform(Number)),
});
/** JSON in JSON: each line break and quote of the text is escaped once more. */
const BODY_BYTES_MAX = 4 * LIMITS.ruleSetBytes;

/** The console's routes for rule sets. */
export function registerRulesRoutes(app: FastifyInstance, deps: RulesRoutesDeps): void {
  const common = { tag: 'console' as const, guards: [deps.requireLogin, createAppGuard(deps.apps)] };
  const writes = { method: 'POST' as const, params: AppParams, body: RuleSetBody, bodyLimit: BODY_BYTES_MAX };
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/apps/:key/rules',
    summary: 'The current rule set and all revisions.',
    params: AppParams,
    reply: RulesReply,
    handle: ({ params: { key } }) => describeAll(deps, key),
  });
  defineRoute(app, {
    ...common,
    ...writes,
    url: '/v1/apps/:key/rules',
    summary: 'Publish a rule set; agents that are connected have it within moments.',
    reply: PublishReply,
    status: 201,
    errors: { rule_set_invalid: 422, rule_set_stale: 409, stage_running: 409 },
    async handle({ params: { key }, body: { text, ...options }, reply }) {
      const publication = await deps.catalog.publish(key, text, options);
      reply.status(publication.unchanged ? 200 : 201);
      return toReply(publication);
    },
  });
  defineRoute(app, {
    ...common,
    ...writes,
    url: '/v1/apps/:key/rules/check',
    summary: 'Check a rule set without publishing it.',
    reply: RuleCheckReply,
    handle: ({ params: { key }, body: { text } }) => check(deps, key, text),
  });
  defineRoute(app, {
    ...common,
    method: 'GET',
    url: '/v1/apps/:key/rules/:revision',
    summary: 'One revision.',
    params: RevisionParams,
    reply: RuleRevision,
    async handle({ params: { key, revision } }) {
      const written = await deps.store.getText(key, revision);
      if (written === undefined) throw new ApiError('not_found', 404, `There is no revision ${String(revision)}.`);
      return describe(written);
    },
  });
}

/** A staged roll-out, and the way back. */
export function registerStageRoutes(app: FastifyInstance, deps: RulesRoutesDeps): void {
  const common = { tag: 'console' as const, guards: [deps.requireLogin, createAppGuard(deps.apps)], params: AppParams };
  const url = '/v1/apps/:key/rules/stage';
  defineRoute(app, {
    ...common,
    method: 'PUT',
    url,
    summary: 'Give the staged rule set to more sessions; with a share of 1 it is for all, and the stage is over.',
    body: StageBody,
    reply: RulesReply,
    errors: { stage_absent: 404, stage_share_lowered: 409, rule_set_stale: 409 },
    async handle({ params: { key }, body }) {
      await deps.catalog.widenStage(key, body);
      return describeAll(deps, key);
    },
  });
  defineRoute(app, {
    ...common,
    method: 'DELETE',
    url,
    summary: 'End the stage: what the other sessions have is published again, for all.',
    reply: RulesReply,
    errors: { stage_absent: 404 },
    async handle({ params: { key } }) {
      await deps.catalog.endStage(key);
      return describeAll(deps, key);
    },
  });
  defineRoute(app, {
    ...common,
    method: 'POST',
    url: '/v1/apps/:key/rules/rollback',
    summary: 'Publish the text of an old revision as a new one, for all. A stage that runs is ended.',
    body: RollbackBody,
    errors: { rule_set_invalid: 422, rule_set_stale: 409 },
    reply: PublishReply,
    status: 201,
    async handle({ params: { key }, body: { revision }, reply }) {
      const publication = await deps.catalog.rollback(key, revision);
      reply.status(publication.unchanged ? 200 : 201);
      return toReply(publication);
    },
  });
}

/** @throws {ApiError} `not_found` where the path names no application */
export function createAppGuard(apps: Pick<AppStore, 'get'>): preHandlerAsyncHookHandler {
  return async (request) => {
    const params = v.safeParse(AppParams, request.params);
    const found = params.success ? await apps.get(params.output.key) : undefined;
    if (found === undefined) throw new ApiError('not_found', 404, 'There is no application with this key.');
  };
}

async function check(
  { caveats }: Pick<RulesRoutesDeps, 'caveats'>,
  app: string,
  text: string,
): Promise<v.InferOutput<typeof RuleCheckReply>> {
  const compiled = compileRuleSet(text);
  if ('problems' in compiled) return { valid: false, problems: compiled.problems, dormant: false, placement: [] };
  return {
    ...{ valid: true, problems: [], dormant: isDormant(compiled.rules), placement: describePlacement(compiled) },
    caveats: (await caveats?.(app, compiled.source.targeting)) ?? [],
  };
}

async function describeAll({ catalog, store }: RulesRoutesDeps, app: string): Promise<RulesReply> {
  const [standing, history] = await Promise.all([catalog.standing(app), store.history(app)]);
  const { current, stage } = standing;
  const problems = new Map(listOutgrown(standing).map(({ revision, problem }) => [revision, problem]));
  const understood = newestOf(standing)?.published.revision ?? 0;
  return {
    current: current === undefined ? null : describe({ ...current.published, text: current.text }),
    stage: stage === undefined ? null : describeStage(stage),
    history: history.map((line) => {
      const problem = problems.get(line.revision > understood ? standing.newestRevision : line.revision);
      return problem === undefined ? line : { ...line, problem };
    }),
  };
}

function describe({ revision, hash, publishedAt, text }: WrittenRevision): RuleRevision {
  const compiled = compileRuleSet(text);
  const written = { revision, hash, publishedAt, text };
  if ('problems' in compiled) return { ...written, source: null, problems: compiled.problems };
  return { ...written, source: compiled.source };
}

function describeStage({ published, share }: StoredRevision): Stage {
  const { revision, hash, publishedAt } = published;
  return { revision, hash, share, publishedAt };
}

function toReply({ published, unchanged }: Publication): v.InferOutput<typeof PublishReply> {
  const { revision, hash, publishedAt } = published;
  return { revision, hash, publishedAt, unchanged };
}
