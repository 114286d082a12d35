/** JSON as the text of a rule set has it: nothing is known of it, so each look is a careful one. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };
export type JsonPath = readonly (string | number)[];

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at the path; undefined where nothing does. */
export function valueAt(value: Json | undefined, path: JsonPath): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => {
    if (Array.isArray(inner)) return typeof key === 'number' ? inner[key] : undefined;
    return isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
  }, value);
}

export function listAt(value: Json | undefined, path: JsonPath): Json[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}

export function textAt(value: Json | undefined, path: JsonPath): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : undefined;
}

const LINE_WIDTH = 110;

/** As people write JSON: what fits stands on one line. `indent` is that of the line on which it begins. */
export function printJson(value: Json, indent: string, room = LINE_WIDTH): string {
  const flat = printFlat(value);
  if (flat.length <= room - indent.length && !hasNestedObjects(value)) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + printJson(item, inner, room)).join(',\n')}\n${indent}]`;
  }
  if (!isObject(value)) return flat;
  const lines = Object.entries(value).map(([name, item]) => {
    const key = `${inner}${JSON.stringify(name)}: `;
    return key + printJson(item, inner, room - JSON.stringify(name).length - 2);
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}

function printFlat(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(printFlat).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${printFlat(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** An object of objects reads better on lines of its own, but for those that only wrap one thing. */
function hasNestedObjects(value: Json): boolean {
  if (Array.isArray(value)) return value.some((item) => isObject(item) && hasNestedObjects(item));
  if (!isObject(value)) return false;
  const values = Object.values(value);
  return values.length > 1 && values.some((item) => isObject(item) || (Array.isArray(item) && item.some(isObject)));
}
