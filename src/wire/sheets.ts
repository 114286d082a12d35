import { isFields, type Fields } from './packDom.ts';
import { WireError } from './WireError.ts';

/**
 * Texts of style sheets in a `dom` record, told by hash (docs/protocol.md, "Style sheets by hash"). Where a text stood stands
 * `{ "sheet": n }`, a place in the record's `sheets`: an object, where an event of ours has a text only.
 */
export interface SheetReference {
  sheet: number;
}

/** `text` is a whole sheet, or a text within a style element; `rules` is the list of an adopted sheet. */
export type SheetPlace = 'text' | 'rules';
export type ChangeSheet = (value: unknown, place: SheetPlace) => unknown;

/** Stands between the rules of an adopted sheet, which make one text: white space in CSS, and in no rule that a browser has read. */
export const RULE_BREAK = '\f';

/** Sheets that one record may name. */
export const SHEET_COUNT_MAX = 1_000;

const [FULL, CHANGE, MUTATION, ADOPTION] = [2, 3, 0, 15];

/** An event with what stands in each place of a sheet replaced by what `change` says. What stays as it is is not copied. */
export function mapSheets(event: unknown, change: ChangeSheet): unknown {
  if (!isFields(event)) return event;
  return mapField(event, 'data', (data) => {
    if (!isFields(data)) return data;
    if (event['type'] === FULL) return mapField(data, 'node', (node) => mapNode(node, change));
    if (event['type'] === CHANGE && data['source'] === MUTATION) return mapMutation(data, change);
    if (event['type'] !== CHANGE || data['source'] !== ADOPTION) return data;
    const ofStyle = inField('rules', (rules) => change(rules, 'rules'));
    return mapField(data, 'styles', (styles) => mapList(styles, ofStyle));
  });
}

function mapMutation(data: Fields, change: ChangeSheet): Fields {
  const ofAdd = inField('node', (node) => mapNode(node, change));
  const ofEntry = inField('attributes', (all) => mapAttributes(all, change));
  const added = mapField(data, 'adds', (adds) => mapList(adds, ofAdd));
  return mapField(added, 'attributes', (entries) => mapList(entries, ofEntry));
}

function mapNode(node: unknown, change: ChangeSheet): unknown {
  if (!isFields(node)) return node;
  const own = mapField(node, 'attributes', (all) => mapAttributes(all, change));
  const text = own['isStyle'] === true ? mapField(own, 'textContent', (value) => change(value, 'text')) : own;
  return mapField(text, 'childNodes', (nodes) => mapList(nodes, (child) => mapNode(child, change)));
}

function mapAttributes(attributes: unknown, change: ChangeSheet): unknown {
  return inField('_cssText', (value) => change(value, 'text'))(attributes);
}

const inField =
  (name: string, change: (value: unknown) => unknown) =>
  (value: unknown): unknown =>
    isFields(value) ? mapField(value, name, change) : value;

function mapField(fields: Fields, name: string, change: (value: unknown) => unknown): Fields {
  const value = fields[name];
  const next = value === undefined ? value : change(value);
  return next === value ? fields : { ...fields, [name]: next };
}

function mapList(list: unknown, change: (value: unknown) => unknown): unknown {
  if (!Array.isArray(list)) return list;
  const values: unknown[] = list;
  let copy: unknown[] | undefined;
  values.forEach((value, index) => {
    const next = change(value);
    if (next !== value) (copy ??= [...values])[index] = next;
  });
  return copy ?? values;
}

export function isSheetReference(value: unknown): value is SheetReference {
  return isFields(value) && Number.isSafeInteger(value['sheet']) && Object.keys(value).length === 1;
}

/**
 * Of a record that names sheets every place has its text, or a reference to one of them.
 * @throws {WireError} `record_invalid`
 */
export function checkSheets(event: unknown, sheets: unknown): void {
  if (sheets === undefined) return;
  const count = Array.isArray(sheets) ? sheets.length : 0;
  mapSheets(event, (value, place) => {
    const isPlain = place === 'text' ? typeof value !== 'object' || value === null : Array.isArray(value);
    const isRight = isPlain || (isSheetReference(value) && value.sheet >= 0 && value.sheet < count);
    if (!isRight) throw new WireError('record_invalid', 'a style sheet is named that the record does not have');
    return value;
  });
}
