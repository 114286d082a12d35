import fc from 'fast-check';
import { packDom, RecordSchema, unpackRecord, WireError } from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

const AT = 1_795_349_842_227.2;
const ROOM = 4_000_000;

/** What JSON makes of a record: the way from the worker to the monitor. */
const onTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const travel = (data: object, at = AT): unknown =>
  unpackRecord(onTheWire({ kind: 'dom', at, data: packDom(data, at), sequence: 3 }), { valueCount: ROOM });
const plain = (data: object, at = AT): unknown => onTheWire({ kind: 'dom', at, data, sequence: 3 });
const isPacked = (data: object): boolean => !('event' in packDom(data, AT));

const names = fc.constantFrom('div', 'td', '=', '=p', '', 'svg:g', '__proto__', 'constructor', 'x'.repeat(20_000));
const text = fc.oneof(names, fc.string({ unit: 'binary' }), fc.constant('\ud800'));
const strange = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(-0, 1e15, -1e15, 2 ** 53, 0.5));
const attributes = fc.dictionary(fc.oneof(names, fc.string()), fc.oneof(text, fc.boolean(), fc.constant(null)), {
  maxKeys: 3,
});

/** Events as a recorder makes them; `oddly` has something stand in for a part now and then that nobody expects. */
function eventsOf(oddly: (usual: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>) {
  const id = oddly(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 12 }) }, fc.integer()));
  const extras = fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    fc.constantFrom({ isSVG: true }, { rootId: 4 }, { isStyle: true }, { isShadowHost: undefined }),
    fc.dictionary(fc.constantFrom('id', 'type', 'childNodes', 'textContent', '__proto__', 'isCD'), strange),
  );
  const spoiled = (usual: fc.Arbitrary<object>) =>
    oddly(fc.tuple(usual, oddly(fc.constant({}))).map(([one, more]) => Object.assign({}, one, more)));
  const made = (usual: fc.Arbitrary<object>) => fc.tuple(usual, extras).map(([one, more]) => ({ ...more, ...one }));
  const childNodes = fc.constant([] as unknown[]);
  const node = fc.oneof(
    { weight: 4, arbitrary: made(fc.record({ type: fc.constant(2), id, tagName: text, attributes, childNodes })) },
    { weight: 3, arbitrary: made(fc.record({ type: fc.constant(3), id, textContent: text })) },
    made(fc.record({ type: fc.constantFrom(0, 1, 2, 3, 5), id, name: text }, { requiredKeys: ['id'] })),
  );
  const nextId = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, id);
  const list = (entry: fc.Arbitrary<object>) => oddly(fc.array(spoiled(entry), { maxLength: 10 }));
  const change = fc.record({
    source: fc.constant(0),
    removes: list(fc.record({ parentId: id, id })),
    adds: list(fc.record({ parentId: id, nextId, node: spoiled(node) })),
    texts: list(fc.record({ id, value: fc.oneof(text, fc.constant(null)) })),
    attributes: list(fc.record({ id, attributes: oddly(attributes) })),
  });
  const snapshot = fc.record({ node: fc.array(fc.tuple(node, fc.nat()), { minLength: 1, maxLength: 20 }).map(grow) });
  const timestamp = oddly(fc.oneof(fc.constant(AT), fc.double(), fc.constantFrom(Number.NaN, Infinity)));
  return oddly(
    fc.oneof(
      fc.record({ type: fc.constant(3), data: spoiled(change), timestamp }),
      fc.record({ type: fc.constant(2), data: spoiled(snapshot), timestamp }),
    ),
  );
}

/** A tree of them. Every other one has numbers that go up, as in a page; in the others some may come twice. */
function grow(parts: [object, number][]): object {
  const isOrderly = (parts[0]?.[1] ?? 0) % 2 === 0;
  const parents: unknown[][] = [];
  const nodes = parts.map(([one, place], index) => {
    const childNodes: unknown[] = [];
    const node = { ...one, ...(isOrderly && { id: index + 1 }), ...(!('textContent' in one) && { childNodes }) };
    parents[place % Math.max(parents.length, 1)]?.push(node);
    if ('childNodes' in node) parents.push(childNodes);
    return node;
  });
  return nodes[0] ?? {};
}

const orderly = eventsOf((usual) => usual);
const odd = eventsOf((usual) => fc.oneof({ weight: 12, arbitrary: usual }, strange));
const event = fc.oneof({ weight: 3, arbitrary: orderly }, { weight: 3, arbitrary: odd }, fc.jsonValue());
const data = fc.record({ event, checkpoint: fc.constant(true) }, { requiredKeys: ['event'] });

describe('packing', () => {
  it('gives any record back as JSON would have carried it', () => {
    let packedCount = 0;
    fc.assert(
      fc.property(data, fc.oneof(fc.constant(AT), fc.double()), (source, at) => {
        expect(travel(source, at)).toEqual(plain(source, at));
        packedCount += isPacked(source) ? 1 : 0;
      }),
      { numRuns: 3_000 },
    );
    // Records that stay as they are prove little.
    expect(packedCount).toBeGreaterThan(1_000);
  });

  it('leaves what it was given as it was', () => {
    fc.assert(
      fc.property(data, (source) => {
        const before = structuredClone(source);
        packDom(source, AT);
        expect(source).toEqual(before);
      }),
    );
  });

  it('packs what recorders tell: additions, removals, texts, attributes and trees', () => {
    const row = (start: number) => [
      { parentId: 20, nextId: null, node: { type: 2, id: start, tagName: 'tr', attributes: {}, childNodes: [] } },
      { parentId: start, nextId: null, node: { type: 3, id: start + 1, textContent: `row ${String(start)}` } },
    ];
    const adds = Array.from({ length: 100 }, (_, index) => row(30 + 2 * index)).flat();
    const removes = adds.map((one) => ({ parentId: one.parentId, id: one.node.id }));
    const attributes = adds.map((one) => ({ id: one.node.id, attributes: { class: 'odd' } }));
    const mutation = {
      type: 3,
      data: { source: 0, removes, adds, texts: [{ id: 9, value: 'a' }], attributes },
      timestamp: AT,
    };
    const childNodes = adds.map((one) => one.node);
    const snapshot = { type: 2, data: { node: { type: 0, id: 1, childNodes } }, timestamp: AT };
    for (const source of [{ event: mutation }, { event: snapshot, checkpoint: true }]) {
      expect(travel(source)).toEqual(plain(source));
      expect(JSON.stringify(packDom(source, AT)).length).toBeLessThan(JSON.stringify(source).length / 4);
    }
  });

  it('keeps removals out of shadow roots beside the others', () => {
    const removes = [
      { parentId: 4, id: 5 },
      { parentId: 4, id: 6, isShadow: true },
      { parentId: 4, id: 7 },
    ];
    const source = {
      event: { type: 3, data: { source: 0, removes, adds: [], texts: [], attributes: [] }, timestamp: 7 },
    };
    expect(isPacked(source)).toBe(true);
    expect(travel(source)).toEqual(plain(source));
  });

  it('leaves trees as they are that are too deep, or have two nodes of one number', () => {
    const nest = (depth: number): object => {
      let inner: object = { type: 3, id: depth + 1, textContent: 'in' };
      for (let id = depth; id > 0; id -= 1) inner = { type: 2, id, tagName: 'b', attributes: {}, childNodes: [inner] };
      return { event: { type: 2, data: { node: inner }, timestamp: AT } };
    };
    expect(isPacked(nest(699))).toBe(true);
    expect(travel(nest(699))).toEqual(plain(nest(699)));
    expect(isPacked(nest(700))).toBe(false);
    const twin = { type: 3, id: 2, textContent: '' };
    const twins = { event: { type: 2, data: { node: { type: 0, id: 1, childNodes: [twin, twin] } }, timestamp: AT } };
    expect(isPacked(twins)).toBe(false);
  });
});

describe('unpacking', () => {
  const unpack = (packed: unknown, valueCount = ROOM) =>
    unpackRecord({ kind: 'dom', at: AT, data: { packed }, sequence: 0 }, { valueCount });
  const codeOf = (packed: unknown, valueCount = ROOM): string => {
    try {
      unpack(packed, valueCount);
    } catch (error) {
      return error instanceof WireError ? error.code : String(error);
    }
    return 'none';
  };
  const head = { type: 3, data: { source: 0 } };

  it('leaves other records and those that were never packed alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (item, event) => {
        const old = { kind: 'dom', at: 1, data: { event, packed: [2] }, sequence: 1 };
        expect(unpackRecord(old, { valueCount: 0 })).toBe(old);
        const other = { kind: 'custom', at: 1, data: { packed: [2, item] }, sequence: 1 };
        expect(unpackRecord(other, { valueCount: 0 })).toBe(other);
        expect(unpackRecord(item, { valueCount: 0 })).toBe(item);
      }),
    );
  });

  it('names a version that it does not know, and what was never packed so', () => {
    expect(codeOf([3, head, []])).toBe('packing_unknown');
    expect(codeOf([])).toBe('packing_unknown');
    expect(codeOf([{ toString: null }])).toBe('packing_unknown');
    for (const packed of [
      [1],
      [1, head],
      [1, head, []],
      [1, head, [], [4], [], []],
      [1, head, [], [8, 'b'], [], []],
      [1, head, [], [-4e15, 'b'], [], []],
      [1, head, [], [0, 20, 'b', 40, 'b'], [], []],
      [1, head, [], [0, 1e308, 'b'], [], []],
      [1, head, [3], [], [], []],
      [1, head, [0, 0, { type: 3, childNodes: 7 }, 4, 'b']],
      [1, head, [0, 0, 'b', 0, 7, 'b']],
    ]) {
      expect([packed, codeOf(packed)]).toEqual([packed, 'record_invalid']);
    }
  });

  it('ends with a code or a record, whatever stands there, and the record can be written again', () => {
    const atom = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: -3, max: 14 }) },
      { weight: 3, arbitrary: fc.constantFrom('b', '=text', '', {}, { a: '1' }, { childNodes: [] }, { type: 0 }) },
      fc.double(),
      fc.jsonValue(),
    );
    const packing = fc.oneof(
      fc.tuple(fc.constant(1), fc.constant(head), fc.array(atom)),
      fc.tuple(fc.constant(1), fc.constant(head), fc.array(atom), fc.array(atom), fc.array(atom), fc.array(atom)),
      fc.array(fc.jsonValue()),
    );
    fc.assert(
      fc.property(packing, (packed) => {
        const code = codeOf(packed);
        expect(['none', 'record_invalid', 'packing_unknown']).toContain(code);
        if (code !== 'none') return;
        v.safeParse(RecordSchema, unpack(packed));
        expect(JSON.stringify(unpack(packed))).toContain('"kind":"dom"');
      }),
      { numRuns: 3_000 },
    );
  });

  it('lets no more come out than there is room for, and no deeper trees than can be written again', () => {
    const nodes = [0, 5, '=', ...Array.from({ length: 999 }, () => [8, '=']).flat()];
    const many = [1, head, [], nodes, [], []];
    expect(codeOf(many, 10_000)).toBe('none');
    expect(codeOf(many, 9_999)).toBe('segment_too_large');
    const deep = (depth: number) => [1, head, [0, 0, 'b', ...Array.from({ length: depth - 1 }, () => [4, 'b']).flat()]];
    expect(JSON.stringify(unpack(deep(700))).length).toBeGreaterThan(700);
    expect(codeOf(deep(701))).toBe('record_invalid');
    expect(codeOf(deep(200_000))).toBe('record_invalid');
  });
});
