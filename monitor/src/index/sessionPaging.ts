import { Uuid, WireError } from 'rewindow/wire';
import * as v from 'valibot';

/** Rows of one answer. */
const LIMIT = { usual: 50, most: 200 };

/** Where one answer ended and the next goes on. */
export interface SessionPlace {
  startedAt: number;
  sessionId: string;
}

export function encodeSessionCursor({ startedAt, sessionId }: SessionPlace): string {
  return `${String(startedAt)}_${sessionId}`;
}

/** @throws {WireError} `bad_request` */
export function parseSessionCursor(cursor: string): SessionPlace {
  const [at, sessionId] = cursor.split('_');
  const startedAt = parseNumber(at, 'cursor');
  if (startedAt === undefined || !v.is(Uuid, sessionId)) throw new WireError('bad_request', 'cursor: not one of ours');
  return { startedAt, sessionId };
}

/** @throws {WireError} `bad_request` */
export function parseSessionLimit(text: string | undefined): number {
  const limit = parseNumber(text, 'limit') ?? LIMIT.usual;
  if (Number.isInteger(limit) && limit >= 1) return Math.min(limit, LIMIT.most);
  throw new WireError('bad_request', 'limit: not a positive number');
}

/** @throws {WireError} `bad_request` */
export function parseNumber(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  const number = Number(text);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new WireError('bad_request', `${name}: not a number`);
}
