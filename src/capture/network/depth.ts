import type { RecordData } from '../../wire/record.ts';
import type { Exchange } from './exchange.ts';

/** How the page asks: what `fetch` is called with, or the request that is sent. */
export interface ExchangeCall {
  args?: unknown[];
  xhr?: XMLHttpRequest | undefined;
}

/**
 * What rules may ask of exchanges beyond their outline: headers, bodies, correlation. Its code is a chunk that puts itself
 * into the scope while it runs.
 */
export interface ExchangeDepth {
  /** What was known of this one's headers belongs to another request. */
  opened(xhr: XMLHttpRequest): void;
  /** Undefined where there is nothing to add. */
  begin(exchange: Exchange, body: unknown, call: ExchangeCall): DeepExchange | undefined;
}

export interface DeepExchange {
  /** What `fetch` is to be called with instead. */
  args?: unknown[];
  /** Completes the record and emits it, later where there is something to read. */
  end(at: number, data: RecordData<'network'>, answer: Response | undefined): void;
}
