import type { FastifyRequest } from 'fastify';

export function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://localhost').searchParams;
}

/** Scheme, host and port by which the browser has reached the page. */
export function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}
