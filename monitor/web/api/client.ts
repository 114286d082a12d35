import * as v from 'valibot';
import {
  AdoptionReply,
  App,
  AppsReply,
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
  type AppBody,
  type AppPatch,
  type InstructionBody,
  type RuleSetBody,
  type SessionsQuery,
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
  instruct: (id: string, body: v.InferOutput<typeof InstructionBody>) =>
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
} as const;
