import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { createCore, type Core, type TapOptions } from './core.ts';

export type { TapOptions, TapStatus } from './core.ts';

/**
 * Sees the exchanges of a server that belong to sessions, keeps the last minutes of them in memory, and hands over what the
 * monitor asks for: the same rules and the same instructions as for the pages of the session.
 */
export interface Tap extends Pick<Core, 'status' | 'settled' | 'stop'> {
  /** For `node:http`, Express and Connect. Calls `next` at once, whatever happens. */
  handler(request: IncomingMessage, response: ServerResponse, next?: () => void): void;
  /** For Express and Connect, behind everything else: notes the class of the error, and hands it on. */
  errorHandler(
    error: unknown,
    request: IncomingMessage,
    response: ServerResponse,
    next: (error: unknown) => void,
  ): void;
  /** A plugin for Fastify: `await app.register(tap.fastify)`. */
  fastify(app: FastifyInstance): Promise<void>;
}

export function createTap(options: TapOptions): Tap {
  const { observe, noteError, status, settled, stop } = createCore(options);
  return {
    handler(request, response, next) {
      observe(request, response, () => routeOfExpress(request));
      next?.();
    },
    errorHandler(error, request, _response, next) {
      noteError(request, error);
      next(error);
    },
    fastify: Object.assign(
      async (app: FastifyInstance) => {
        app.addHook('onRequest', (request, reply, done) => {
          observe(request.raw, reply.raw, () => request.routeOptions.url);
          done();
        });
        app.addHook('onError', (request, _reply, error, done) => {
          noteError(request.raw, error);
          done();
        });
      },
      // Its hooks are for whoever registers it, not for itself alone.
      { [Symbol.for('skip-override')]: true },
    ),
    ...{ status, settled, stop },
  };
}

/** Express notes the route that has answered on the request. */
function routeOfExpress(request: IncomingMessage): string | undefined {
  const route: unknown = Reflect.get(request, 'route');
  const path: unknown = typeof route === 'object' && route !== null ? Reflect.get(route, 'path') : undefined;
  const base: unknown = Reflect.get(request, 'baseUrl');
  return typeof path === 'string' ? `${typeof base === 'string' ? base : ''}${path}` : undefined;
}
