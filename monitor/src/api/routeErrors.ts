import type { FastifyContextConfig } from 'fastify';
import { ErrorReply, type ErrorCode } from 'rewindow/wire';
import * as v from 'valibot';
import { describeSchema } from './jsonSchema.ts';

/** What of a route decides how it may refuse a request. */
export interface RefusingRoute {
  method: string;
  url: string;
  tag: 'agent' | 'console' | 'operation';
  body?: unknown;
  query?: unknown;
  params?: unknown;
  invalidCode?: ErrorCode;
  config?: FastifyContextConfig;
  /** Refusals of its own, with their status. */
  errors?: Partial<Record<ErrorCode, number>>;
}

type Answer = readonly [status: number, code: ErrorCode];

/** The error answers of a route for OpenAPI, by status: those that its kind brings along, and its own. */
export function describeErrors(route: RefusingRoute): Record<number, object> {
  const answers = [...commonAnswers(route), ...ownAnswers(route)];
  const statuses = [...new Set(answers.map(([status]) => status))].sort((one, other) => one - other);
  return Object.fromEntries(
    statuses.map((status) => {
      const codes = [...new Set(answers.flatMap((answer) => (answer[0] === status ? [answer[1]] : [])))];
      return [status, { description: codes.join(', '), ...describeSchema(envelopeOf(codes)) }];
    }),
  );
}

function commonAnswers({ method, url, tag, body, query, params, invalidCode, config }: RefusingRoute): Answer[] {
  const isChange = method !== 'GET';
  const parts: [boolean, ...Answer[]][] = [
    [true, [500, 'internal']],
    // A client may send a body that nobody reads.
    [Boolean(body ?? query ?? params) || isChange, [400, 'bad_request']],
    [invalidCode !== undefined, [400, invalidCode ?? 'bad_request']],
    [isChange, [413, config?.tooLargeCode ?? 'bad_request'], [415, 'unsupported']],
    [tag === 'agent', [403, 'app_unknown'], [403, 'origin_refused']],
    [tag === 'console', [401, 'login_required']],
    [tag === 'console' && isChange, [403, 'origin_refused']],
    [url.includes(':'), [404, 'not_found']],
    [config?.rateLimit !== undefined, [429, 'too_many_requests']],
  ];
  return parts.flatMap(([isSo, ...answers]) => (isSo ? answers : []));
}

function ownAnswers({ errors = {} }: RefusingRoute): Answer[] {
  return v.parse(v.array(v.tuple([v.number(), ErrorReply.entries.error.entries.code])), flip(errors));
}

function flip(errors: object): unknown[] {
  return Object.entries(errors).map(([code, status]: [string, unknown]) => [status, code]);
}

/** `ErrorReply` with these codes only. */
function envelopeOf(codes: ErrorCode[]): v.GenericSchema {
  return v.object({ error: v.object({ ...ErrorReply.entries.error.entries, code: v.picklist(codes) }) });
}
