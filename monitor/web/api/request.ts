import * as v from 'valibot';
import { ErrorReply } from 'rewindow/wire';
import { ApiFailure } from './apiFailure.ts';

export interface Ask<S extends v.GenericSchema> {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** Values of undefined and empty ones are left out. */
  query?: Readonly<Record<string, string | undefined>>;
  body?: unknown;
  /** What the answer must be. */
  reply: S;
  signal?: AbortSignal | undefined;
}

/**
 * Asks the monitor and parses its answer.
 * @throws {ApiFailure} for everything but an answer of the expected form
 */
export async function request<S extends v.GenericSchema>(ask: Ask<S>): Promise<v.InferOutput<S>> {
  const response = await reach(ask);
  const json = await readJson(response);
  if (!response.ok) throw toFailure(response, json);
  const result = v.safeParse(ask.reply, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const place = v.getDotPath(issue) ?? 'the whole';
  throw new ApiFailure('unreadable', `The monitor's answer to ${ask.path} can't be read: ${place}: ${issue.message}`);
}

async function reach<S extends v.GenericSchema>({
  method = 'GET',
  path,
  query,
  body,
  signal,
}: Ask<S>): Promise<Response> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { accept: 'application/json', 'content-type': 'application/json' };
  }
  try {
    return await fetch(path + toSearch(query), init);
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiFailure('unreachable', 'The monitor does not answer. Is it running, and is the network up?');
  }
}

function toSearch(query: Ask<v.GenericSchema>['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, value);
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toFailure(response: Response, json: unknown): ApiFailure {
  const { status } = response;
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  const retryAfterSeconds = Number.isFinite(seconds) ? seconds : undefined;
  const result = v.safeParse(ErrorReply, json);
  if (!result.success) {
    const code = status === 429 ? 'too_many_requests' : 'unreadable';
    return new ApiFailure(code, `The monitor answered with status ${String(status)}.`, { status, retryAfterSeconds });
  }
  const { code, message, detail } = result.output.error;
  return new ApiFailure(code, message, { status, detail, retryAfterSeconds });
}
