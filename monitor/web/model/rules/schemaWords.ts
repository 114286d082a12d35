import { isObject, type JsonObject, type JsonPath } from './jsonValue.ts';

/** What a JSON Schema says of a place of the document: what may be written there, and what it means. */
export interface Suggestion {
  label: string;
  detail: string;
  text: string;
}

/** Names that the object at the path may have, without those that it has. */
export function namesAt(schema: unknown, path: JsonPath, document: unknown, taken: readonly string[]): Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const node of nodesAt(schema, path, document)) {
    const { properties } = node;
    for (const [name, value] of Object.entries(isObject(properties) ? properties : {})) {
      if (taken.includes(name) || found.has(name) || !isObject(value)) continue;
      const required = Array.isArray(node['required']) && node['required'].includes(name);
      found.set(name, {
        label: name,
        detail: `${typeWords(schema, value)}${required ? ', needed' : ''}`,
        text: textOf(schema, value),
      });
    }
  }
  return [...found.values()];
}

/** Values that may stand at the path, where they are a closed list. */
export function valuesAt(schema: unknown, path: JsonPath, document: unknown): Suggestion[] {
  const nodes = nodesAt(schema, path, document, false);
  const values = nodes.flatMap((node) =>
    literalsOf(node).map((label) => ({ label, detail: '', text: textOf(schema, node) })),
  );
  return values.filter(({ label }, index) => values.findIndex((one) => one.label === label) === index);
}

/** What the field at the path means. */
export function meaningAt(schema: unknown, path: JsonPath, document: unknown): Suggestion | undefined {
  const node = nodesAt(schema, path, document).find((one) => textOf(schema, one) !== '');
  const name = path.at(-1);
  return (
    node && { label: typeof name === 'string' ? name : '', detail: typeWords(schema, node), text: textOf(schema, node) }
  );
}

/** All forms that the value at the path may have. Where the document says which one it is (`type`, `verb`), only that. */
function nodesAt(schema: unknown, path: JsonPath, document: unknown, isNarrow = true): JsonObject[] {
  let nodes = narrow(expand(schema, schema), document);
  let value = document;
  path.forEach((key, index) => {
    value = isObject(value) || Array.isArray(value) ? Reflect.get(value, key) : undefined;
    const inner = nodes.flatMap((node) => expand(schema, childOf(node, key)));
    const isLast = index === path.length - 1;
    nodes = isLast && !isNarrow ? inner : narrow(inner, value);
  });
  return nodes;
}

function childOf(node: JsonObject, key: string | number): unknown {
  if (typeof key === 'number') return node['items'];
  const { properties, additionalProperties } = node;
  return isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
}

const DEPTH_MAX = 12;

/** References followed, alternatives side by side. */
function expand(schema: unknown, node: unknown, depth = 0): JsonObject[] {
  if (!isObject(node) || depth > DEPTH_MAX) return [];
  const { $ref: ref, anyOf, oneOf, allOf } = node;
  if (typeof ref === 'string') {
    const target = resolve(schema, ref).flatMap((one) => expand(schema, one, depth + 1));
    return target.map((one) => ('description' in node ? { ...one, description: node['description'] ?? '' } : one));
  }
  const branches = [anyOf, oneOf, allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  if (branches.length === 0) return [node];
  const inner = branches.flatMap((branch) => expand(schema, branch, depth + 1));
  return 'properties' in node ? [node, ...inner] : inner;
}

function resolve(schema: unknown, ref: string): JsonObject[] {
  const target = ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter((step) => step !== '')
    .reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), schema);
  return isObject(target) ? [target] : [];
}

/** Of several forms those whose constants the value does not contradict. */
function narrow(nodes: JsonObject[], value: unknown): JsonObject[] {
  if (!isObject(value) || nodes.length < 2) return nodes;
  const fitting = nodes.filter(({ properties }) =>
    Object.entries(isObject(properties) ? properties : {}).every(([name, inner]) => {
      const literals = isObject(inner) ? literalsOf(inner) : [];
      const own = value[name];
      return literals.length === 0 || typeof own !== 'string' || literals.includes(own);
    }),
  );
  return fitting.length > 0 ? fitting : nodes;
}

function literalsOf(node: JsonObject): string[] {
  const { enum: list, const: one } = node;
  return [...(Array.isArray(list) ? list : []), one].flatMap((value) => (typeof value === 'string' ? [value] : []));
}

function textOf(schema: unknown, node: JsonObject): string {
  const own = node['description'];
  if (typeof own === 'string') return own;
  const target = typeof node['$ref'] === 'string' ? resolve(schema, node['$ref'])[0] : undefined;
  return typeof target?.['description'] === 'string' ? target['description'] : '';
}

function typeWords(schema: unknown, node: JsonObject): string {
  const { type, minimum, maximum, default: fallback } = expand(schema, node)[0] ?? node;
  const range =
    typeof minimum === 'number' && typeof maximum === 'number' ? ` ${String(minimum)} to ${String(maximum)}` : '';
  const usual = typeof fallback === 'number' || typeof fallback === 'string' ? `, else ${String(fallback)}` : '';
  return `${typeof type === 'string' ? type : ''}${range}${usual}`.replace(/^, /, '');
}
