import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeBody, matchBodyRules, pickHeaders, type RawBody } from 'rewindow/redaction';
import { scrubMessage, scrubUrl } from 'rewindow/scrub';
import type { RecordData } from 'rewindow/wire';
import { collectRequest, collectResponse } from './bodies.ts';
import { headerOf, mediaTypeOf } from './headers.ts';
import type { NetworkDetail } from './policy.ts';

/** What is known of an exchange besides request and answer. */
export interface ExchangeScope {
  details: NetworkDetail;
  /** Milliseconds, only ever growing. */
  elapsedMs: () => number;
  /** Origin under which browsers see this server, where its requests don't tell. */
  publicOrigin: string | undefined;
  routeOf: () => string | undefined;
  /** Class of the error that the application threw. */
  errorOf: () => string | undefined;
}

/** Watches one exchange from its request on, and describes it when the answer is done or broken off. Called back once. */
export function watchExchange(
  request: IncomingMessage,
  response: ServerResponse,
  scope: ExchangeScope,
  onEnd: (data: RecordData<'network'>) => void,
): void {
  const startedMs = scope.elapsedMs();
  const url = addressOf(request, scope.publicOrigin);
  const bodies = matchBodyRules(scope.details.bodies ?? [], url, originOf(request) ?? url.origin);
  const sent = collectRequest(request, bodies.wants('request'));
  const answered = collectResponse(response, bodies.wants('response'));
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    response.off('finish', end).off('close', end);
    const raws = { request: sent.end(), response: answered.end() };
    const isComplete = response.writableFinished;
    onEnd({
      api: 'server',
      method: request.method ?? 'GET',
      ...{ url: scrubUrl(url.href), path: scrubUrl(url.pathname) },
      status: response.headersSent ? response.statusCode : 0,
      failed: !isComplete,
      ...(!isComplete && { aborted: true }),
      durationMs: Math.max(0, scope.elapsedMs() - startedMs),
      ...{ requestBytes: sent.byteCount(), responseBytes: answered.byteCount() },
      ...describeDepth(request, response, scope, { bodies, raws }),
    });
  };
  response.on('finish', end).on('close', end);
}

interface Depth {
  bodies: ReturnType<typeof matchBodyRules>;
  raws: { request: RawBody | undefined; response: RawBody | undefined };
}

/** What may be there or not. Nothing of it is needed so much that the record would be lost by it. */
function describeDepth(
  request: IncomingMessage,
  response: ServerResponse,
  { details, routeOf, errorOf }: ExchangeScope,
  { bodies, raws }: Depth,
): Partial<RecordData<'network'>> {
  const tell = (direction: 'request' | 'response') => {
    const raw = raws[direction];
    const limits = raw && bodies.limits(direction, raw.type);
    return limits && describeBody(raw, limits, (text) => text);
  };
  const found = {
    route: routeOf(),
    message: errorOf(),
    traceId: /^[\da-f]{2}-([\da-f]{32})-/.exec(headerOf(request.headers['traceparent']) ?? '')?.[1],
    mediaType: mediaTypeOf(response.getHeader('content-type')) || undefined,
    requestHeaders: pickHeaders(details.headers ?? [], toHeaders(request.headers), scrubMessage),
    responseHeaders: pickHeaders(details.headers ?? [], toHeaders(response.getHeaders()), scrubMessage),
    requestBody: tell('request'),
    responseBody: tell('response'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function toHeaders(given: Readonly<Record<string, unknown>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    try {
      const text = Array.isArray(value) ? value.join(', ') : value;
      if (typeof text === 'string' || typeof text === 'number') headers.set(name, String(text));
    } catch {
      // Not a header that could be told.
    }
  }
  return headers;
}

function originOf({ headers }: IncomingMessage): string | undefined {
  return URL.canParse(headers.origin ?? '') ? headers.origin : undefined;
}

/** Frameworks cut the address where they mount one application in another; the whole of it is kept as `originalUrl`. */
function addressOf(request: IncomingMessage, publicOrigin: string | undefined): URL {
  const whole: unknown = Reflect.get(request, 'originalUrl');
  const target = typeof whole === 'string' ? whole : (request.url ?? '/');
  const scheme = 'encrypted' in request.socket ? 'https' : 'http';
  const base = publicOrigin ?? `${scheme}://${request.headers.host ?? 'localhost'}`;
  // A request's target begins with a slash, unless it is one for a proxy; two of them would name a host.
  const text = target.startsWith('/') ? `${base.replace(/\/$/, '')}${target}` : target;
  return URL.canParse(text) ? new URL(text) : new URL('http://localhost/');
}
