import { scrubStart } from '../../tools/scrub.ts';
import type { RecordData } from '../../wire/record.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import type { DeepExchange, ExchangeCall } from './depth.ts';

/** A request on its way. */
export interface Exchange {
  api: RecordData<'network'>['api'];
  method: string;
  url: URL | string;
  startedAt: number;
  requestBytes?: number;
  /** Where rules ask for more than the outline. */
  deep?: DeepExchange | undefined;
}

export type Outcome = Pick<
  RecordData<'network'>,
  'status' | 'failed' | 'aborted' | 'responseBytes' | 'message' | 'mediaType'
>;

/** Undefined where the request is the agent's own, and where its address can't be told. */
export function beginExchange(
  scope: CaptureScope,
  request: { api: Exchange['api']; method: string; url: unknown; body: unknown },
  call: ExchangeCall = {},
): Exchange | undefined {
  const address = addressOf(request.url);
  if (address === undefined) return undefined;
  const url = resolve(address, scope.window.document.baseURI);
  if (scope.isOwnUrl(String(url))) return undefined;
  const requestBytes = measureBody(request.body);
  const exchange = {
    api: request.api,
    method: request.method.toUpperCase(),
    url,
    startedAt: scope.now(),
    ...(requestBytes === undefined ? {} : { requestBytes }),
  };
  return { ...exchange, deep: scope.exchangeDepth?.begin(exchange, request.body, call) };
}

/** The record stands at the end of the exchange; it began `durationMs` before. */
export function emitExchange(
  emit: Emit,
  scope: CaptureScope,
  exchange: Exchange,
  { answer, ...outcome }: Outcome & { answer?: Response },
): void {
  const { api, method, url, startedAt, requestBytes, deep } = exchange;
  const at = scope.now();
  const data = {
    api,
    method,
    ...addressFor(scope, url),
    durationMs: Math.max(0, at - startedAt),
    ...(requestBytes === undefined ? {} : { requestBytes }),
    ...outcome,
  };
  if (deep) deep.end(at, data, answer);
  else emit({ kind: 'network', at, data });
}

/** An address as it may be recorded. */
export function addressFor({ privacy }: CaptureScope, url: URL | string): { url: string; path: string } {
  const path = typeof url === 'string' ? (url.split(/[?#]/)[0] ?? '') : url.pathname;
  return { url: privacy.url(String(url)), path: privacy.url(path) };
}

export function failure(scope: CaptureScope, error: unknown): Outcome {
  const { name, message } = error instanceof Error || error instanceof DOMException ? error : new Error('');
  return { status: 0, failed: true, message: scrubStart(`${name}: ${message}`, 500, scope.privacy.message) };
}

/** The media type that a header names. */
export function parseType(header: string | null): { mediaType?: string } {
  const mediaType = header?.split(';')[0]?.trim().toLowerCase().slice(0, 100);
  return mediaType ? { mediaType } : {};
}

/** A size in bytes as a header gives it. */
export function parseLength(header: string | null): { responseBytes?: number } {
  const bytes = header === null || header === '' ? NaN : Number(header);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? { responseBytes: bytes } : {};
}

/** Browsers take anything that can be made text; making it may fail in code of the page, and will then for the browser, too. */
function addressOf(url: unknown): string | undefined {
  try {
    return String(url);
  } catch {
    return undefined;
  }
}

function resolve(url: string, base: string): URL | string {
  try {
    return new URL(url, base);
  } catch {
    return url;
  }
}

/** Where the size is known without reading the body; a long text would have to be encoded to be measured. */
function measureBody(body: unknown): number | undefined {
  if (typeof body === 'string') return body.length < 100_000 ? new TextEncoder().encode(body).length : undefined;
  if (body instanceof Blob) return body.size;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body.byteLength;
  return undefined;
}
