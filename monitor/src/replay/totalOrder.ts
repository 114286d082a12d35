import { Uuid, WireError } from 'rewindow/wire';
import * as v from 'valibot';
import type { TimelineRecord } from '../api/contract.ts';

/** A place in the total order of a session: corrected time, then page, then sequence. */
export interface Place {
  at: number;
  pageId: string;
  sequence: number;
}

export function compareRecords(a: TimelineRecord, b: TimelineRecord): number {
  return comparePlaces(toPlace(a), toPlace(b));
}

export function isAfter(record: TimelineRecord, place: Place): boolean {
  return comparePlaces(toPlace(record), place) > 0;
}

export function toPlace(record: TimelineRecord): Place {
  return { at: record.correctedAt, pageId: record.pageId, sequence: record.sequence };
}

export function encodePlace({ at, pageId, sequence }: Place): string {
  return [at, pageId, sequence].join('_');
}

/** @throws {WireError} `bad_request` */
export function parsePlace(text: string): Place {
  const [at = '', pageId, sequence = '', ...more] = text.split('_');
  const place = { at: Number(at), sequence: Number(sequence) };
  const isPlace = at !== '' && Number.isFinite(place.at) && /^\d+$/.test(sequence) && more.length === 0;
  if (!isPlace || !v.is(Uuid, pageId)) throw new WireError('bad_request', 'cursor: not one of ours');
  return { ...place, pageId };
}

function comparePlaces(a: Place, b: Place): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.pageId !== b.pageId) return a.pageId < b.pageId ? -1 : 1;
  return a.sequence - b.sequence;
}
