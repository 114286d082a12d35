import { isMutation, isSnapshot, SOURCE, type Attributes, type DomEvent, type Mutation } from '../domEvent.ts';

/** Holds back what comes too often: pure but for what it remembers. */
export interface Thinner {
  /** Takes out of the event what is held back; false where nothing is left of it. */
  take(event: DomEvent, at: number): boolean;
  /** What was held back, as one change: the last value of each. */
  release(): Mutation | undefined;
}

/** Of the text, or of the attributes, of one node within a second. */
const CHANGES_PER_SECOND = 4;
const SECOND_MS = 1_000;
/** rrweb's numbers of what moves: mouse, scroll position, touch, drag. */
const MOVEMENTS: ReadonlySet<unknown> = new Set([1, 3, 6, 12]);

export function createThinner(): Thinner {
  const held = createHeld();
  let counts = new Map<number, number>();
  let countedFrom = -Infinity;
  const isTooOften = (id: number) => {
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    return count > CHANGES_PER_SECOND;
  };
  const thin = (mutation: Mutation) => {
    // What is added comes as it is now, what is gone has no value.
    for (const { node } of mutation.adds) held.forget(node.id);
    for (const { id } of mutation.removes) held.forget(id);
    mutation.texts = mutation.texts.filter(({ id, value }) => {
      if (isTooOften(id)) held.texts.set(id, value);
      else held.texts.delete(id);
      return !held.texts.has(id);
    });
    mutation.attributes = mutation.attributes.flatMap(({ id, attributes }) => {
      const all = join(held.attributes.get(id) ?? [], attributes);
      held.attributes.set(id, all);
      return isTooOften(id) ? [] : held.takeAttributes(id);
    });
    const { adds, removes } = mutation;
    return mutation.texts.length + mutation.attributes.length + adds.length + removes.length > 0;
  };
  return {
    take({ data }, at) {
      if (at - countedFrom >= SECOND_MS) {
        counts = new Map();
        countedFrom = at;
      }
      if (isSnapshot(data)) held.clear();
      return isMutation(data) ? thin(data) : !isMovement(data);
    },
    release() {
      const texts = [...held.texts].map(([id, value]) => ({ id, value }));
      const attributes = [...held.attributes.keys()].flatMap(held.takeAttributes);
      held.clear();
      if (texts.length + attributes.length === 0) return undefined;
      return { source: SOURCE.mutation, texts, attributes, removes: [], adds: [] };
    },
  };
}

/** What is held back: the last text of a node, and its attributes, as few changes as say the same. */
function createHeld() {
  const texts = new Map<number, string | null>();
  const attributes = new Map<number, Attributes[]>();
  return {
    texts,
    attributes,
    takeAttributes(id: number) {
      const all = attributes.get(id) ?? [];
      attributes.delete(id);
      return all.map((each) => ({ id, attributes: each }));
    },
    forget(id: number) {
      texts.delete(id);
      attributes.delete(id);
    },
    clear() {
      texts.clear();
      attributes.clear();
    },
  };
}

function isMovement(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'source' in data && MOVEMENTS.has(data.source);
}

/** The last of each counts; but a `style` may be told as the difference to the one before, and that has to stay then. */
function join(before: Attributes[], after: Attributes): Attributes[] {
  const last = before.at(-1);
  const [older, newer] = [last?.['style'], after['style']];
  if (!last || (isDifference(newer) && typeof older === 'string')) return [...before, after];
  const style = isDifference(older) && isDifference(newer) ? { style: { ...older, ...newer } } : {};
  return [...before.slice(0, -1), { ...last, ...after, ...style }];
}

function isDifference(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
