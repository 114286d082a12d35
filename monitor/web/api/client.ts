import * as v from 'valibot';
import {
  AdoptionReply,
  App,
  AppsReply,
  BacktestReply,
  InstructionRow,
  InstructionsReply,
  LoginReply,
  PublishReply,
  RecordsReply,
  RuleCheckReply,
  RuleRevision,
  RulesReply,
  SessionDetail,
  SessionsReply,
  TrialReply,
  UserListReply,
  UserListsReply,
  WhyReply,
  type AppBody,
  type AppPatch,
  type BacktestBody,
  type InstructionBody,
  type RuleSetBody,
  type SessionsQuery,
  type TrialBody,
} from '../../src/api/contract.ts';
import { request } from './request.ts';

/** Answers that say nothing but that it worked. */
const Nothing = v.unknown();
const part = encodeURIComponent;

/** Every route of the monitor that the console uses. */
export const api = {
  login: (password: string) => request({ method: 'POST', path: '/v1/login', body: { password }, reply: LoginReply }),
  logout: () => request({ method: 'POST', path: '/v1/logout', body: {}, reply: Nothing }),
  me: (signal?: AbortSignal) => request({ path: '/v1/me', reply: Nothing, signal }),
  changePassword: (body: { current: string; next: string }) =>
    request({ method: 'POST', path: '/v1/password', body, reply: Nothing }),

  apps: (signal?: AbortSignal) => request({ path: '/v1/apps', reply: AppsReply, signal }),
  addApp: (body: v.InferOutput<typeof AppBody>) => request({ method: 'POST', path: '/v1/apps', body, reply: App }),
  changeApp: (key: string, body: v.InferOutput<typeof AppPatch>) =>
    request({ method: 'PATCH', path: `/v1/apps/${part(key)}`, body, reply: App }),

  sessions: (query: SessionsQuery, signal?: AbortSignal) =>
    request({ path: '/v1/sessions', query, reply: SessionsReply, signal }),
  session: (id: string, signal?: AbortSignal) =>
    request({ path: `/v1/sessions/${part(id)}`, reply: SessionDetail, signal }),
  eraseSession: (id: string) => request({ method: 'DELETE', path: `/v1/sessions/${part(id)}`, reply: Nothing }),
  records: (id: string, query: { page: string; cursor?: string | undefined; limit: string }, signal?: AbortSignal) =>
    request({ path: `/v1/sessions/${part(id)}/records`, query, reply: RecordsReply, signal }),
  instructions: (id: string, signal?: AbortSignal) =>
    request({ path: `/v1/sessions/${part(id)}/instructions`, reply: InstructionsReply, signal }),
  why: (id: string, signal?: AbortSignal) => request({ path: `/v1/sessions/${part(id)}/why`, reply: WhyReply, signal }),
  /** For all sessions of a user. */
  instructUser: (app: string, user: string, body: v.InferInput<typeof InstructionBody>) =>
    request({
      method: 'POST',
      path: `/v1/apps/${part(app)}/users/${part(user)}/instructions`,
      body,
      reply: Nothing,
    }),
  instruct: (id: string, body: v.InferInput<typeof InstructionBody>) =>
    request({ method: 'POST', path: `/v1/sessions/${part(id)}/instructions`, body, reply: v.partial(InstructionRow) }),

  rules: (app: string, signal?: AbortSignal) =>
    request({ path: `/v1/apps/${part(app)}/rules`, reply: RulesReply, signal }),
  revision: (app: string, revision: number) =>
    request({ path: `/v1/apps/${part(app)}/rules/${String(revision)}`, reply: RuleRevision }),
  checkRules: (app: string, text: string) =>
    request({ method: 'POST', path: `/v1/apps/${part(app)}/rules/check`, body: { text }, reply: RuleCheckReply }),
  publishRules: (app: string, body: v.InferOutput<typeof RuleSetBody>) =>
    request({ method: 'POST', path: `/v1/apps/${part(app)}/rules`, body, reply: PublishReply }),
  adoption: (app: string, signal?: AbortSignal) =>
    request({ path: `/v1/apps/${part(app)}/rules/adoption`, reply: AdoptionReply, signal }),
  ruleSchema: (signal?: AbortSignal) => request({ path: '/v1/rules/schema.json', reply: Nothing, signal }),
  /** Raises the share of a staged revision; with 1 the stage is over. */
  raiseStage: (app: string, body: { revision: number; share: number }) =>
    request({ method: 'PUT', path: `/v1/apps/${part(app)}/rules/stage`, body, reply: Nothing }),
  endStage: (app: string) => request({ method: 'DELETE', path: `/v1/apps/${part(app)}/rules/stage`, reply: Nothing }),
  rollBack: (app: string, revision: number) =>
    request({ method: 'POST', path: `/v1/apps/${part(app)}/rules/rollback`, body: { revision }, reply: PublishReply }),

  startBacktest: (app: string, body: v.InferInput<typeof BacktestBody>) =>
    request({ method: 'POST', path: `/v1/apps/${part(app)}/rules/backtests`, body, reply: BacktestReply }),
  backtest: (app: string, id: string, signal?: AbortSignal) =>
    request({ path: `/v1/apps/${part(app)}/rules/backtests/${part(id)}`, reply: BacktestReply, signal }),
  stopBacktest: (app: string, id: string) =>
    request({ method: 'DELETE', path: `/v1/apps/${part(app)}/rules/backtests/${part(id)}`, reply: Nothing }),
  trial: (app: string, signal?: AbortSignal) =>
    request({ path: `/v1/apps/${part(app)}/rules/trial`, reply: TrialReply, signal }),
  startTrial: (app: string, body: v.InferInput<typeof TrialBody>) =>
    request({ method: 'PUT', path: `/v1/apps/${part(app)}/rules/trial`, body, reply: TrialReply }),
  stopTrial: (app: string) => request({ method: 'DELETE', path: `/v1/apps/${part(app)}/rules/trial`, reply: Nothing }),

  lists: (app: string, signal?: AbortSignal) =>
    request({ path: `/v1/apps/${part(app)}/lists`, reply: UserListsReply, signal }),
  list: (app: string, id: string, signal?: AbortSignal) =>
    request({ path: `/v1/apps/${part(app)}/lists/${part(id)}`, reply: UserListReply, signal }),
  saveList: (app: string, id: string, users: string[]) =>
    request({ method: 'PUT', path: `/v1/apps/${part(app)}/lists/${part(id)}`, body: { users }, reply: UserListReply }),
} as const;
