import type {
  FastifyContextConfig,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  preHandlerAsyncHookHandler,
} from 'fastify';
import type { ErrorCode } from 'rewindow/wire';
import * as v from 'valibot';
import { ApiError } from './apiError.ts';
import { parseJsonBody } from './jsonBody.ts';
import { describeSchema } from './jsonSchema.ts';
import { describeErrors } from './routeErrors.ts';

type Schema = v.GenericSchema | undefined;
type Output<S> = S extends v.GenericSchema ? v.InferOutput<S> : undefined;

export interface RouteInput<B, Q, P> {
  body: Output<B>;
  query: Output<Q>;
  params: Output<P>;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface RouteSpec<B extends Schema, Q extends Schema, P extends Schema, R extends Schema> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  /** One line for OpenAPI. */
  summary: string;
  tag: 'agent' | 'console' | 'operation';
  body?: B;
  query?: Q;
  params?: P;
  /** Without it the answer is 204, unless `handle` sends by itself. */
  reply?: R;
  /** Other answers than 200, for OpenAPI. */
  status?: number;
  /** Code of a body that does not fit; `bad_request` where absent. */
  invalidCode?: ErrorCode;
  /** Its own error answers, with their status, for OpenAPI; those that every route of its kind has come by themselves. */
  errors?: Partial<Record<ErrorCode, number>>;
  /** The body may come as text/plain or without a type, as pages send it that want no preflight. */
  acceptsText?: boolean;
  bodyLimit?: number;
  guards?: preHandlerAsyncHookHandler[];
  config?: FastifyContextConfig;
  handle(input: RouteInput<B, Q, P>): Promise<R extends v.GenericSchema ? v.InferOutput<R> : undefined>;
}

/**
 * Adds a route whose input is parsed by valibot schemas and which stands in OpenAPI with the same schemas. The answer goes
 * out as it is: its type is checked when this compiles.
 */
export function defineRoute<
  B extends Schema = undefined,
  Q extends Schema = undefined,
  P extends Schema = undefined,
  R extends Schema = undefined,
>(app: FastifyInstance, spec: RouteSpec<B, Q, P, R>): void {
  app.route({
    method: spec.method,
    url: spec.url,
    schema: describeRoute(spec),
    validatorCompiler: () => () => true,
    serializerCompiler: () => (value) => JSON.stringify(value),
    preHandler: spec.guards ?? [],
    config: spec.config ?? {},
    ...(spec.bodyLimit === undefined ? {} : { bodyLimit: spec.bodyLimit }),
    async handler(request, reply) {
      const input = {
        body: parsePart(spec.body, spec.body && readBody(request.body, spec.acceptsText), 'body', spec.invalidCode),
        query: parsePart(spec.query, request.query, 'query'),
        params: parsePart(spec.params, request.params, 'path'),
      };
      const answer = await spec.handle({ ...input, request, reply });
      if (reply.sent) return reply;
      return answer === undefined ? reply.status(204).send() : reply.send(answer);
    },
  });
}

function describeRoute(spec: RouteSpec<Schema, Schema, Schema, Schema>): object {
  return {
    summary: spec.summary,
    tags: [spec.tag],
    ...(spec.body && { body: describeSchema(spec.body) }),
    ...(spec.query && { querystring: describeSchema(spec.query) }),
    ...(spec.params && { params: describeSchema(spec.params) }),
    ...(spec.tag === 'console' && { security: [{ bearer: [] }, { cookie: [] }] }),
    response: {
      ...(spec.reply
        ? { [spec.status ?? 200]: describeSchema(spec.reply) }
        : { 204: { type: 'null', description: 'Done.' } }),
      ...describeErrors(spec),
    },
  };
}

function readBody(body: unknown, acceptsText = false): unknown {
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return body;
  if (!acceptsText) throw new ApiError('unsupported', 415, 'Send the body as application/json.');
  return parseJsonBody(body);
}

/** Parses untrusted input; where it does not fit, `detail` lists what is wrong and where. */
function parsePart<S extends Schema>(schema: S | undefined, value: unknown, part: string, code?: ErrorCode): Output<S>;
function parsePart(schema: Schema, value: unknown, part: string, code: ErrorCode = 'bad_request'): unknown {
  if (schema === undefined) return undefined;
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message }));
  const [first] = problems;
  throw new ApiError(
    code,
    400,
    `${part}${first?.path ? `.${first.path}` : ''}: ${first?.message ?? 'invalid'}`,
    problems,
  );
}
