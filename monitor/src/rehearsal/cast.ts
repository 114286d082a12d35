import type { Surroundings } from 'rewindow/rules';
import * as v from 'valibot';
import type { Case, ShortRecord } from './testFile.ts';

/** Who and where the session of a case is, as its records say. */
export interface Cast {
  /** Takes in what the record says, and completes its address: `path` is enough, and so is `url`. */
  observe(record: ShortRecord): ShortRecord['data'];
  surroundings(where: 'page' | 'monitor'): Surroundings;
}

const LINK = { online: true, saver: false, metered: false };
const Fields = v.record(v.string(), v.unknown());

export function createCast({ user, context, audiences, link, profile, startAt, url }: Case): Cast {
  let who: { id?: string | undefined; traits?: Record<string, unknown> | undefined } = user ?? {};
  let said = context;
  let page = { url, path: new URL(url).pathname };
  return {
    observe({ kind, data }) {
      const whole = kind === 'navigation' || kind === 'network' ? completeAddress(data, page.url) : data;
      if (kind === 'navigation') page = { url: textOf(whole['url']), path: textOf(whole['path']) };
      if (kind === 'identify') who = { id: textOf(whole['user']), traits: fieldsOf(whole['traits']) };
      if (kind === 'context') said = fieldsOf(whole['data']);
      return whole;
    },
    surroundings(where) {
      const person = {
        ...(who.id !== undefined && { id: who.id }),
        ...(who.traits && { traits: who.traits }),
      };
      return {
        session: {
          ...{ startedAt: startAt },
          ...(who.id !== undefined && { user: who.id }),
          ...(who.traits && { traits: who.traits }),
          ...(said && { context: said }),
        },
        page,
        user: person,
        audiences: new Set(audiences),
        // Each side knows what it can know.
        ...(where === 'page' ? { link: { ...LINK, ...link } } : { profile }),
      };
    },
  };
}

function completeAddress(data: ShortRecord['data'], base: string): ShortRecord['data'] {
  const { url, path } = data;
  if (typeof path === 'string' && url === undefined) return { ...data, url: new URL(path, base).href };
  if (typeof url !== 'string' || path !== undefined || !URL.canParse(url, base)) return data;
  return { ...data, path: new URL(url, base).pathname };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  return v.is(Fields, value) ? value : undefined;
}
