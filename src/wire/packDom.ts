/**
 * A `dom` record as it lies in a segment: lists of nodes as one flat list each, numbers as differences (docs/protocol.md,
 * "Packed records"). Each record is packed by itself, so that a segment may hold any of them. `unpackRecord.ts` is the inverse;
 * an event that could not be had back exactly stays as it is.
 */
export const PACKING = 1;
/** As 1, of a record that names style sheets (`sheets.ts`); where its event can't be packed it stands alone, as it is. */
export const SHARING = 2;
/** Deeper trees stay as they are: of what is packed a reader can tell only as it unpacks it how deep it is. */
export const TREE_DEPTH_MAX = 700;

export type Fields = Partial<Record<string, unknown>>;

/** @param at the record's time, which an event has once more, mostly */
export function packDom<T extends object>(source: T, at: number): T | { packed: unknown[] } {
  try {
    const { event, packed, ...others } = toFields(source);
    const { timestamp, data, ...head } = toFields(event);
    const { node, ...rest } = toFields(data);
    if (packed !== undefined || typeof timestamp !== 'number') return source;
    const [lists, more] = node === undefined ? packChanges(rest) : [[packNodes(flatten(node))], rest];
    const time = timestamp === at ? {} : { timestamp };
    return { ...others, packed: [isSharing(source) ? SHARING : PACKING, { ...head, ...time, data: more }, ...lists] };
  } catch {
    return isSharing(source) ? withoutLists(source) : source;
  }
}

/** Only a worker names sheets: what came otherwise with such a list has no event of its own. */
function isSharing(source: object): source is { event: unknown } {
  return 'sheets' in source && 'event' in source;
}

/** A monitor that knows nothing of sheets must not take their places for texts. */
function withoutLists<T extends { event: unknown }>({ event, ...others }: T): Omit<T, 'event'> & { packed: unknown[] } {
  return { ...others, packed: [SHARING, event] };
}

function packChanges({ removes, adds, texts, attributes, ...more }: Fields): [unknown[][], Fields] {
  const lists = [pack(removes, 'parentId'), packNodes(adds), pack(texts, 'value'), pack(attributes, 'attributes')];
  return [lists, more];
}

/** Of each entry its id and the one value; the entry itself where it has more than these. */
function pack(list: unknown, name: string): unknown[] {
  let [lastId, lastValue] = [0, 0];
  return toList(list).flatMap((entry) => {
    const { id, [name]: value, ...more } = entry;
    const isNumber = typeof value === 'number';
    if (!isId(id) || value === undefined || (isNumber && !isId(value)) || !isEmpty(more)) return [entry];
    const packed = [id - lastId, isNumber ? value - lastValue : value];
    lastId = id;
    if (isNumber) lastValue = value;
    return packed;
  });
}

/**
 * Of each node a number that says where it stands, more numbers where that one says so, and what it is. The parent is
 * counted up from the node before: 1 is that node, 2 its parent and so on, 0 none of them.
 */
function packNodes(adds: unknown): unknown[] {
  const packed: unknown[] = [];
  let [lastId, lastParent, lastNext] = [0, 0, 0];
  let line: number[] = [];
  for (const { parentId, nextId, node, ...more } of toList(adds)) {
    const { id, ...rest } = toFields(node);
    if (!isId(id) || !isId(parentId) || !(nextId === null || isId(nextId)) || !isEmpty(more)) throw new Error();
    const place = line.lastIndexOf(parentId);
    const levels = place < 0 ? 0 : line.length - place;
    packed.push(4 * levels + (nextId === null ? 0 : 2) + (id === lastId + 1 ? 0 : 1));
    if (place < 0) packed.push(parentId - lastParent);
    if (nextId !== null) packed.push(nextId - lastNext);
    if (id !== lastId + 1) packed.push(id - lastId);
    packed.push(...packNode(rest));
    line = place < 0 ? [parentId, id] : [...line.slice(0, place + 1), id];
    [lastId, lastParent, lastNext] = [id, parentId, nextId ?? lastNext];
  }
  return packed;
}

/** A text is `=` and the text; an element its name, its attributes, and what else it has; another node an object. */
function packNode(node: Fields): unknown[] {
  const { type, ...rest } = node;
  const { textContent, ...noText } = rest;
  if (type === 3 && typeof textContent === 'string' && isEmpty(noText)) return [`=${textContent}`];
  const { tagName, attributes, childNodes, ...more } = rest;
  const isElement = type === 2 && typeof tagName === 'string' && tagName[0] !== '=' && isFields(attributes);
  if (!isElement || !Array.isArray(childNodes) || childNodes.length > 0) return [node];
  if (!isEmpty(more)) return [tagName, attributes, more];
  return isEmpty(attributes) ? [tagName] : [tagName, attributes];
}

/** A tree as additions, each node before what is in it. What is found again by its id has to be the only one of that id. */
function flatten(root: unknown): Fields[] {
  const adds: Fields[] = [];
  const ids = new Set<unknown>();
  const add = (node: unknown, parentId: unknown, depth: number): void => {
    const { childNodes, ...rest } = toFields(node);
    if (ids.has(rest['id']) || depth > TREE_DEPTH_MAX) throw new Error();
    ids.add(rest['id']);
    const children: unknown[] | undefined = Array.isArray(childNodes) ? childNodes : undefined;
    adds.push({ parentId, nextId: null, node: children ? { ...rest, childNodes: [] } : node });
    for (const child of children ?? []) add(child, rest['id'], depth + 1);
  };
  add(root, 0, 1);
  return adds;
}

function toList(value: unknown): Fields[] {
  if (Array.isArray(value) && value.every(isFields)) return value;
  throw new Error();
}

function toFields(value: unknown): Fields {
  if (isFields(value)) return value;
  throw new Error();
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Differences of such numbers are exact. */
function isId(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) < 1e15;
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
