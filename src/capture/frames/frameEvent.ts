/**
 * Events of a frame's own recorder, made events of the page that holds it: pure. rrweb's form
 * (https://github.com/rrweb-io/rrweb, packages/types).
 */
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
const SOURCE = { mutation: 0, scroll: 3, resize: 4 } as const;
/** Where numbers of nodes and of style sheets stand. Attributes of the same names are texts. */
const ID_KEYS = new Set(['id', 'parentId', 'nextId', 'previousId', 'rootId', 'styleId']);
const RANGE_KEYS = new Set(['start', 'end']);
const SELECTION = 14;
/** Each frame has numbers of its own, far above those of the page. */
export const OFFSET = 1_000_000_000;

type Loose = Record<string, unknown>;
export interface FrameEvent {
  type: number;
  data: Loose;
}

/** An event as a frame sent it, if it is one. */
export function parseFrameEvent(value: unknown): FrameEvent | undefined {
  if (!isObject(value) || typeof value['type'] !== 'number' || !isObject(value['data'])) return undefined;
  return { type: value['type'], data: value['data'] };
}

export function isSnapshotOf({ type, data }: FrameEvent): boolean {
  return type === FULL_SNAPSHOT && isObject(data['node']) && typeof data['node']['id'] === 'number';
}

/**
 * What the page's recording says instead; nothing where it is of no use there. Changes the event in place.
 * @param iframeId number of the frame's element in the page
 */
export function mergeFrameEvent(event: FrameEvent, iframeId: number, offset: number): FrameEvent[] {
  const { type, data } = event;
  if (isSnapshotOf(event)) return attach(data, iframeId, offset);
  if (type !== INCREMENTAL || data['source'] === SOURCE.resize) return [];
  shiftIds(data, offset, data['source'] === SELECTION);
  return [{ type, data }];
}

function attach(data: Loose, iframeId: number, offset: number): FrameEvent[] {
  const { node, initialOffset } = data;
  shiftIds(data, offset, false);
  const added = {
    ...{ source: SOURCE.mutation, texts: [], attributes: [], removes: [], isAttachIframe: true },
    adds: [{ parentId: iframeId, nextId: null, node }],
  };
  const root = isObject(node) ? node['id'] : undefined;
  const { left = 0, top = 0 } = isObject(initialOffset) ? initialOffset : {};
  return [
    { type: INCREMENTAL, data: added },
    { type: INCREMENTAL, data: { source: SOURCE.scroll, id: root, x: left, y: top } },
  ];
}

/** Goes through everything without recursion: a frame's document may be as deep as its author likes. */
function shiftIds(root: Loose, offset: number, isSelection: boolean): void {
  const pending: Loose[] = [root];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const [key, value] of Object.entries(next)) {
      if (isObject(value)) pending.push(value);
      if (key === 'styleIds' && Array.isArray(value)) next[key] = value.map((id) => shifted(id, offset));
      else if (ID_KEYS.has(key) || (isSelection && RANGE_KEYS.has(key))) next[key] = shifted(value, offset);
    }
  }
}

function shifted(id: unknown, offset: number): unknown {
  return typeof id === 'number' && id > 0 ? id + offset : id;
}

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null;
}
