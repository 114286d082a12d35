import { LIMITS } from '../../src/wire/limits.ts';
import { isFields } from '../../src/wire/packDom.ts';
import { checkSheets, mapSheets, RULE_BREAK, SHEET_COUNT_MAX, type SheetReference } from '../../src/wire/sheets.ts';
import { SHEET_LENGTH_MIN } from './sheets.ts';

export interface SharedEvent {
  /** With references where large sheets had their texts. */
  event: unknown;
  /** Each text once, in the order of its first use: what the references number. */
  texts: string[];
}

/** Thrown where something stands in the place of a text that a reader could take for a reference. */
class PlaceTakenError extends Error {
  override readonly name = 'PlaceTakenError';
}

/** Takes the texts of large sheets out of an event; undefined where there are none, or it is not an event of ours. */
export function shareEvent(event: unknown): SharedEvent | undefined {
  const places = new Map<string, number>();
  const refer = (text: string): SheetReference => {
    const sheet = places.get(text) ?? places.size;
    places.set(text, sheet);
    return { sheet };
  };
  try {
    const shared = mapSheets(event, (value, place) => {
      const text = place === 'rules' ? joinRules(value) : value;
      if (typeof text === 'string') return isShared(text) ? refer(text) : value;
      if (typeof value === 'object' && !(place === 'rules' && Array.isArray(value))) throw new PlaceTakenError();
      return value;
    });
    const texts = [...places.keys()];
    // What the monitor would refuse is not made.
    checkSheets(shared, texts);
    const isNamed = places.size > 0 && places.size <= SHEET_COUNT_MAX;
    return isNamed ? { event: shared, texts } : undefined;
  } catch {
    return undefined;
  }
}

/** The rules of an adopted sheet as one text; undefined where they could not be had back from it. */
function joinRules(rules: unknown): string | undefined {
  if (!Array.isArray(rules) || rules.length === 0) return undefined;
  const texts = rules.map((entry: unknown, place) => {
    if (!isFields(entry) || Object.keys(entry).length !== 2 || entry['index'] !== place) return undefined;
    const { rule } = entry;
    return typeof rule === 'string' && !rule.includes(RULE_BREAK) ? rule : undefined;
  });
  return texts.includes(undefined) ? undefined : texts.join(RULE_BREAK);
}

/** Large enough, not too large, and the same again after it was bytes: half a pair of surrogates would not be. */
function isShared(text: string): boolean {
  const { length } = text;
  if (length < SHEET_LENGTH_MIN || length > LIMITS.assetBytes || /\p{Surrogate}/u.test(text)) return false;
  return length * 3 <= LIMITS.assetBytes || new TextEncoder().encode(text).length <= LIMITS.assetBytes;
}
