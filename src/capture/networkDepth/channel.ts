import type { RecordData } from '../../wire/record.ts';
import { addressFor } from '../network/exchange.ts';
import type { CaptureScope, Emit } from '../tracker.ts';

/** A connection that stays: a record when it has opened, another one when it has closed. */
export interface Channel {
  api: 'websocket' | 'eventsource';
  open(status: number): void;
  sent(byteCount: number): void;
  received(byteCount: number): void;
  close(closing: { code?: number | undefined; failed: boolean }): void;
}

export function createChannel(emit: Emit, scope: CaptureScope, api: Channel['api'], url: string): Channel {
  const startedAt = scope.now();
  const counts = { sentCount: 0, receivedCount: 0, requestBytes: 0, responseBytes: 0 };
  let openStatus = 0;
  const say = (data: Partial<RecordData<'network'>>, failed: boolean) => {
    const at = scope.now();
    const fixed = { api, method: 'GET', ...addressFor(scope, new URL(url)), status: openStatus, failed };
    emit({ kind: 'network', at, data: { ...fixed, durationMs: Math.max(0, at - startedAt), ...data } });
  };
  return {
    api,
    open(status) {
      // An event stream opens again whenever its connection was lost.
      if (openStatus !== 0) return;
      openStatus = status;
      say({ phase: 'open' }, false);
    },
    sent(byteCount) {
      counts.sentCount += 1;
      counts.requestBytes += byteCount;
    },
    received(byteCount) {
      counts.receivedCount += 1;
      counts.responseBytes += byteCount;
    },
    close({ code, failed }) {
      say({ phase: 'close', ...counts, ...(code !== undefined && { closeCode: code }) }, failed);
    },
  };
}

/** Above this a text is not encoded to be measured: its characters stand for its bytes. */
const MEASURED_LENGTH_MAX = 100_000;

export function countMessage(message: unknown): number {
  if (typeof message === 'string') {
    return message.length > MEASURED_LENGTH_MAX ? message.length : new TextEncoder().encode(message).length;
  }
  if (message instanceof Blob) return message.size;
  return message instanceof ArrayBuffer || ArrayBuffer.isView(message) ? message.byteLength : 0;
}
