import * as v from 'valibot';
import {
  InstructionsReply,
  LoginReply,
  RecordsReply,
  SessionDetail,
  SessionsReply,
  type SessionRow,
  type TimelineRecord,
} from '../../monitor/src/api/contract.ts';
import { waitUntil } from './waitUntil.ts';

/** The console's API as a test uses it: logged in, every answer parsed with its schema. */
export interface ConsoleApi {
  /** Any route. Rejects with code and text of the answer where its status is 400 or above. */
  request<S extends v.GenericSchema>(path: string, schema: S, options?: RequestInit): Promise<v.InferOutput<S>>;
  post<S extends v.GenericSchema>(path: string, schema: S, body: unknown): Promise<v.InferOutput<S>>;
  searchSessions(query?: Record<string, string>): Promise<SessionRow[]>;
  session(sessionId: string): Promise<v.InferOutput<typeof SessionDetail>>;
  /** All records of a session in order, over as many answers as it takes. */
  records(sessionId: string, query?: Record<string, string>): Promise<TimelineRecord[]>;
  instructions(sessionId: string): Promise<v.InferOutput<typeof InstructionsReply>['instructions']>;
  /** Waits until the monitor knows the session, and what it knows satisfies the check. */
  sessionWhen(
    sessionId: string,
    what: string,
    check?: (detail: v.InferOutput<typeof SessionDetail>) => boolean,
  ): Promise<v.InferOutput<typeof SessionDetail>>;
  /** Waits until the session's records satisfy the check, and gives them. */
  recordsWhen(
    sessionId: string,
    what: string,
    check: (records: TimelineRecord[]) => boolean,
    timeoutMs?: number,
  ): Promise<TimelineRecord[]>;
}

export async function createConsoleApi(baseUrl: string, password: string): Promise<ConsoleApi> {
  const login = await ask(`${baseUrl}/v1/login`, LoginReply, json({ password }));
  const authorization = `Bearer ${login.token}`;
  const request: ConsoleApi['request'] = async (path, schema, options = {}) =>
    ask(baseUrl + path, schema, { ...options, headers: { ...plainHeaders(options), authorization } });
  const api: ConsoleApi = {
    request,
    post: async (path, schema, body) => request(path, schema, json(body)),
    searchSessions: async (query = {}) => (await request(`/v1/sessions?${toQuery(query)}`, SessionsReply)).sessions,
    session: async (sessionId) => request(`/v1/sessions/${sessionId}`, SessionDetail),
    records: async (sessionId, query = {}) => readAll(request, sessionId, query),
    instructions: async (sessionId) =>
      (await request(`/v1/sessions/${sessionId}/instructions`, InstructionsReply)).instructions,
    recordsWhen: async (sessionId, what, check, timeoutMs = 30_000) =>
      waitUntil(
        what,
        async () => {
          const records = await unlessUnknown(api.records(sessionId));
          return records !== undefined && check(records) ? records : undefined;
        },
        { timeoutMs, everyMs: 250 },
      ),
    sessionWhen: async (sessionId, what, check = () => true) =>
      waitUntil(
        what,
        async () => {
          const detail = await unlessUnknown(api.session(sessionId));
          return detail !== undefined && check(detail) ? detail : undefined;
        },
        { everyMs: 250 },
      ),
  };
  return api;
}

/** Undefined where the monitor has not heard of the session yet. */
async function unlessUnknown<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && error.message.includes('"not_found"')) return undefined;
    throw error;
  }
}

async function readAll(request: ConsoleApi['request'], sessionId: string, query: Record<string, string>) {
  const records: TimelineRecord[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const search = toQuery(cursor === '' ? query : { ...query, cursor });
    const reply: v.InferOutput<typeof RecordsReply> = await request(
      `/v1/sessions/${sessionId}/records?${search}`,
      RecordsReply,
    );
    records.push(...reply.records);
    cursor = reply.nextCursor;
  }
  return records;
}

async function ask<S extends v.GenericSchema>(url: string, schema: S, options?: RequestInit) {
  const answer = await fetch(url, options);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${options?.method ?? 'GET'} ${url}: ${String(answer.status)} ${text}`);
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return v.parse(schema, body);
}

function json(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function plainHeaders(options: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(options.headers));
}

function toQuery(query: Record<string, string>): string {
  return new URLSearchParams(query).toString();
}
