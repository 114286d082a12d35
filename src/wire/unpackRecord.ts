import { isFields, PACKING, SHARING, TREE_DEPTH_MAX, type Fields } from './packDom.ts';
import { checkSheets } from './sheets.ts';
import { WireError } from './WireError.ts';

/** How many values may still come out of what is packed: taken off as they do. */
export interface Room {
  valueCount: number;
}

/** Values of an unpacked entry of each kind, with those within it that packing leaves out. */
const NODE_VALUES = 10;
const ENTRY_VALUES = 4;

/**
 * The inverse of `packDom`; anything else is given back as it is.
 * @throws {WireError} `packing_unknown` for a later version, `record_invalid` where it isn't what packing makes,
 *   `segment_too_large` where more would come out than there is room for
 */
export function unpackRecord(item: unknown, room: Room): unknown {
  if (!isFields(item) || item['kind'] !== 'dom' || !isFields(item['data'])) return item;
  const { packed, ...others } = item['data'];
  const data = Array.isArray(packed) && !('event' in others) ? unpackEvent(item, packed, room) : item['data'];
  checkSheets(data['event'], data['sheets']);
  return data === item['data'] ? item : { ...item, data };
}

function unpackEvent({ at, data }: Fields, [version, head, ...lists]: unknown[], room: Room): Fields {
  const { packed: _, ...others } = toFields(data);
  if (version !== PACKING && version !== SHARING) {
    throw new WireError('packing_unknown', `version ${nameOf(version)} of packing is not known`);
  }
  if (version === SHARING && lists.length === 0) return { event: head, ...others };
  const { data: more, ...rest } = toFields(head);
  const told = lists.length === 1 ? readTree(lists[0], room) : readChanges(lists, room);
  return { event: { timestamp: at, ...rest, data: { ...toFields(more), ...told } }, ...others };
}

function readChanges([removes, adds, texts, attributes]: unknown[], room: Room) {
  return {
    removes: unpack(removes, 'parentId', room),
    adds: unpackNodes(adds, room),
    texts: unpack(texts, 'value', room),
    attributes: unpack(attributes, 'attributes', room),
  };
}

function unpack(packed: unknown, name: string, room: Room): unknown[] {
  const entries: unknown[] = [];
  const reader = read(packed);
  let [id, number] = [0, 0];
  while (!reader.isOver()) {
    take(room, ENTRY_VALUES);
    const first = reader.next();
    if (typeof first !== 'number') {
      entries.push(first);
      continue;
    }
    id += first;
    const value = reader.next();
    if (typeof value === 'number') number += value;
    entries.push({ [name]: typeof value === 'number' ? number : value, id });
  }
  return entries;
}

interface Add {
  parentId: number;
  nextId: number | null;
  node: Fields & { id: number };
}

function unpackNodes(packed: unknown, room: Room): Add[] {
  const adds: Add[] = [];
  const reader = read(packed);
  let [lastId, lastParent, lastNext] = [0, 0, 0];
  const line: number[] = [];
  while (!reader.isOver()) {
    take(room, NODE_VALUES);
    const code = reader.number();
    if (code < 0) throw invalid();
    const levels = Math.floor(code / 4);
    if (levels === 0) line.splice(0, line.length, lastParent + reader.number());
    else line.length -= Math.min(levels - 1, line.length);
    const parentId = line.at(-1);
    if (parentId === undefined) throw invalid();
    lastParent = parentId;
    const nextId = code & 2 ? lastNext + reader.number() : null;
    lastNext = nextId ?? lastNext;
    lastId += code & 1 ? reader.number() : 1;
    line.push(lastId);
    adds.push({ parentId, nextId, node: { ...unpackNode(reader), id: lastId } });
  }
  return adds;
}

function unpackNode(reader: Reader): Fields {
  const what = reader.next();
  if (typeof what !== 'string') return toFields(what);
  if (what.startsWith('=')) return { type: 3, textContent: what.slice(1) };
  const attributes = reader.fields();
  return { type: 2, tagName: what, attributes, childNodes: [], ...reader.fields() };
}

/** Each node is hung into the one that its addition names. */
function readTree(packed: unknown, room: Room): { node: Fields } {
  const [root, ...others] = unpackNodes(packed, room);
  if (!root) throw invalid();
  const places = new Map([[root.node.id, { node: root.node, depth: 1 }]]);
  for (const { parentId, node } of others) {
    const place = places.get(parentId);
    const siblings = place?.node['childNodes'];
    if (!place || !Array.isArray(siblings) || place.depth >= TREE_DEPTH_MAX) throw invalid();
    siblings.push(node);
    places.set(node.id, { node, depth: place.depth + 1 });
  }
  return { node: root.node };
}

type Reader = ReturnType<typeof read>;

function read(packed: unknown) {
  if (!Array.isArray(packed)) throw invalid();
  const values: unknown[] = packed;
  let index = 0;
  return {
    isOver: () => index >= values.length,
    next(): unknown {
      if (index >= values.length) throw invalid();
      return values[index++];
    },
    number(): number {
      const value = this.next();
      if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
      throw invalid();
    },
    /** Where an object comes next; else nothing is read. */
    fields: (): Fields => {
      const value = values[index];
      if (!isFields(value)) return {};
      index += 1;
      return value;
    },
  };
}

function take(room: Room, valueCount: number): void {
  room.valueCount -= valueCount;
  if (room.valueCount < 0) throw new WireError('segment_too_large', 'too many values are packed in it; split it');
}

/** Not what it says of itself: of what came as JSON even `toString` may be anything. */
function nameOf(version: unknown): string {
  return typeof version === 'number' ? String(version) : `of type ${typeof version}`;
}

function toFields(value: unknown): Fields {
  if (isFields(value)) return value;
  throw invalid();
}

function invalid(): WireError {
  return new WireError('record_invalid', 'a packed record is not what packing makes');
}
