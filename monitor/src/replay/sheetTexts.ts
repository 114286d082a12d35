import { isSheetReference, mapSheets, RULE_BREAK } from 'rewindow/wire';
import type { TimelineRecord } from '../api/contract.ts';
import type { AssetStore } from '../ports/index.ts';

/** A record for somebody who wants to see the page. */
export interface Filled {
  record: TimelineRecord;
  /** Characters that the texts of its style sheets take, once each place has its own. */
  length: number;
}

/** Puts texts of style sheets back where `dom` records name them. */
export interface SheetTexts {
  /** Where a text is not there (yet), or too much, the place stays empty, and `sheetsMissing` counts it. */
  fill(app: string, record: TimelineRecord): Promise<Filled>;
}

/** Characters of texts that are kept in memory, over all applications; the least recently used go first. */
const CACHED_LENGTH_MAX = 20_000_000;
/** Characters of texts in one record, in all its places: a page with more style than that keeps the first of it. */
const RECORD_LENGTH_MAX = 32_000_000;
/** What a rule takes as an object, beyond its text. */
const RULE_LENGTH = 100;

export function createSheetTexts(assets: Pick<AssetStore, 'get'>): SheetTexts {
  const cache = createTextCache(CACHED_LENGTH_MAX);
  const read = async (app: string, hash: string): Promise<string | undefined> => {
    const key = `${app}/${hash}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const asset = await assets.get(app, hash);
    if (asset?.type !== 'text/css') return undefined;
    const text = Buffer.from(asset.bytes).toString('utf8');
    cache.put(key, text);
    return text;
  };
  return {
    async fill(app, record) {
      const { sheets, event, sheetsMissing: _, ...others } = record.data;
      if (record.kind !== 'dom' || !Array.isArray(sheets)) return { record, length: 0 };
      const texts: (string | undefined)[] = [];
      let readLength = 0;
      for (const hash of sheets) {
        const text = readLength > RECORD_LENGTH_MAX ? undefined : await read(app, String(hash));
        readLength += text?.length ?? 0;
        texts.push(text);
      }
      const filled = fillEvent(event, texts);
      const missing = filled.missing.size > 0 ? { sheetsMissing: filled.missing.size } : {};
      return { record: { ...record, data: { event: filled.event, ...others, ...missing } }, length: filled.length };
    },
  };
}

/** Which of the texts are missing somewhere, and how long those are together that are not. */
function fillEvent(event: unknown, texts: readonly (string | undefined)[]) {
  const missing = new Set<number>();
  let length = 0;
  const filled = mapSheets(event, (value, place) => {
    if (!isSheetReference(value)) return value;
    const text = texts[value.sheet];
    const own = text === undefined ? Infinity : text.length + (place === 'rules' ? RULE_LENGTH * countRules(text) : 0);
    const isFitting = length + own <= RECORD_LENGTH_MAX;
    if (isFitting) length += own;
    else missing.add(value.sheet);
    const shown = isFitting && text !== undefined ? text : '';
    if (place === 'text') return shown;
    return shown === '' ? [] : shown.split(RULE_BREAK).map((rule, index) => ({ rule, index }));
  });
  return { event: filled, missing, length };
}

function countRules(text: string): number {
  let count = 1;
  for (let at = text.indexOf(RULE_BREAK); at >= 0; at = text.indexOf(RULE_BREAK, at + 1)) count += 1;
  return count;
}

function createTextCache(lengthMax: number) {
  const texts = new Map<string, string>();
  let length = 0;
  return {
    get(key: string): string | undefined {
      const text = texts.get(key);
      if (text === undefined) return undefined;
      texts.delete(key);
      texts.set(key, text);
      return text;
    },
    put(key: string, text: string): void {
      length += text.length - (texts.get(key)?.length ?? 0);
      texts.delete(key);
      texts.set(key, text);
      for (const [oldest, { length: own }] of texts) {
        if (length <= lengthMax) return;
        texts.delete(oldest);
        length -= own;
      }
    },
  };
}
