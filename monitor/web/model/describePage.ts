import { formatSpan } from './format.ts';
import { counted, joinParts } from './lineParts.ts';
import type { SessionRecord } from './sessionRecord.ts';

type Data<K extends SessionRecord['kind']> = Extract<SessionRecord, { kind: K }>['data'];
interface Line {
  title: string;
  detail: string;
}

const size = (width: number | undefined, height: number | undefined): string | undefined =>
  width === undefined || height === undefined ? undefined : `${String(width)} × ${String(height)}`;
const more = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : `and ${String(count)} more like it`;

export function describeError({ type, name, message, directive, url, disposition, count }: Data<'error'>): Line {
  if (type !== 'csp') return { title: name, detail: joinParts(message, more(count)) };
  const blocked = `${directive ?? 'policy'} blocked ${url || 'something'}`;
  return { title: 'csp', detail: joinParts(blocked, disposition === 'report' && 'only reported', more(count)) };
}

export function describeConsole({ level, message, count }: Data<'console'>): Line {
  return { title: level, detail: joinParts(message, more(count)) };
}

export function describePage(data: Data<'page'>): Line {
  const { type, connection, orientation, language, timeZone, device } = data;
  const isDevice = type === 'device';
  const zoom = data.scale !== undefined && !isDevice && `${String(data.scale)} ×`;
  const link = connection && [
    connection.type ?? connection.effectiveType,
    connection.downlinkMbps !== undefined && `${String(connection.downlinkMbps)} Mbit/s`,
    connection.roundTripMs !== undefined && `${String(connection.roundTripMs)} ms`,
    connection.saveData === true && 'saves data',
  ];
  const hardware = device && [
    joinParts(device.platform, device.mobile === true && 'mobile'),
    size(device.screenWidth, device.screenHeight),
    device.pixelRatio !== undefined && `${String(device.pixelRatio)} × pixels`,
    counted(device.coreCount, 'core'),
  ];
  const parts = [size(data.width, data.height), zoom, ...(hardware ?? []), ...(link ?? [])];
  return { title: type, detail: joinParts(...parts, orientation, language, timeZone) };
}

export function describePerformance(data: Data<'performance'>): Line {
  const { type, name, amount, durationMs, blockingMs, scripts } = data;
  if (type === 'vital') {
    const value = amount === undefined ? undefined : name === 'CLS' ? amount.toFixed(3) : formatSpan(amount);
    return { title: name ?? 'vital', detail: joinParts(value, data.rating?.replace('-', ' '), data.selector) };
  }
  const [slowest] = scripts ?? [];
  const blocking = blockingMs !== undefined && `blocking ${formatSpan(blockingMs)}`;
  const span = durationMs === undefined ? undefined : formatSpan(durationMs);
  const title = type === 'longFrame' ? 'long frame' : 'long task';
  return {
    title,
    detail: joinParts(span, blocking, slowest?.invoker, slowest?.url !== slowest?.invoker && slowest?.url),
  };
}

const API_WORDS: Partial<Record<Data<'network'>['api'], string>> = { websocket: 'socket', eventsource: 'event stream' };

export function describeNetwork(data: Data<'network'>): Line {
  const span = formatSpan(data.durationMs);
  const word = API_WORDS[data.api];
  // The same exchange as its server saw it, by a tap.
  if (data.api === 'server') {
    return { title: `Server: ${exchangeTitle(data)}`, detail: joinParts(data.route ?? data.path, span, data.message) };
  }
  if (word === undefined) return { title: exchangeTitle(data), detail: joinParts(data.path, span, data.message) };
  const { phase, sentCount, receivedCount, closeCode, failed } = data;
  const title = `${word} ${failed ? 'failed' : phase === 'open' ? 'open' : 'closed'}`;
  const code = closeCode !== undefined && `code ${String(closeCode)}`;
  const traffic = [
    sentCount !== undefined && `${String(sentCount)} sent`,
    receivedCount !== undefined && `${String(receivedCount)} received`,
  ];
  return { title, detail: joinParts(data.path, span, ...traffic, code, data.message) };
}

function exchangeTitle({ api, method, status, aborted, initiator, cached }: Data<'network'>): string {
  const what = api === 'resource' ? (initiator ?? 'resource') : method;
  if (aborted === true) return `${what} aborted`;
  if (cached === true) return `${what} cached`;
  // Browsers hide the status of what they load from elsewhere.
  if (status === 0) return api === 'resource' ? what : `${what} no answer`;
  return `${what} ${String(status)}`;
}
