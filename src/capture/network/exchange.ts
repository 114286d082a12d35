import { scrubMessage, scrubStart, scrubUrl } from '../../tools/scrub.ts';
import type { RecordData } from '../../wire/record.ts';
import type { CaptureScope, Emit } from '../tracker.ts';

/** A request on its way. */
export interface Exchange {
  api: RecordData<'network'>['api'];
  method: string;
  url: URL | string;
  startedAt: number;
  requestBytes?: number;
}

export type Outcome = Pick<RecordData<'network'>, 'status' | 'failed' | 'responseBytes' | 'message'>;

/** Undefined where the request is the agent's own, and where its address can't be told. */
export function beginExchange(
  scope: CaptureScope,
  request: { api: Exchange['api']; method: string; url: unknown; body: unknown },
): Exchange | undefined {
  const address = addressOf(request.url);
  if (address === undefined) return undefined;
  const url = resolve(address, scope.window.document.baseURI);
  if (scope.isOwnUrl(String(url))) return undefined;
  const requestBytes = measureBody(request.body);
  return {
    api: request.api,
    method: request.method.toUpperCase(),
    url,
    startedAt: scope.now(),
    ...(requestBytes === undefined ? {} : { requestBytes }),
  };
}

/** The record stands at the end of the exchange; it began `durationMs` before. */
export function emitExchange(emit: Emit, scope: CaptureScope, exchange: Exchange, outcome: Outcome): void {
  const { api, method, url, startedAt, requestBytes } = exchange;
  const at = scope.now();
  const data = {
    api,
    method,
    url: scrubUrl(String(url)),
    path: scrubUrl(typeof url === 'string' ? (url.split(/[?#]/)[0] ?? '') : url.pathname),
    durationMs: Math.max(0, at - startedAt),
    ...(requestBytes === undefined ? {} : { requestBytes }),
    ...outcome,
  };
  emit({ kind: 'network', at, data });
}

export function failure(error: unknown): Outcome {
  const name = error instanceof Error || error instanceof DOMException ? error.name : 'Error';
  const message = error instanceof Error || error instanceof DOMException ? error.message : '';
  return { status: 0, failed: true, message: scrubStart(`${name}: ${message}`, 500, scrubMessage) };
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
