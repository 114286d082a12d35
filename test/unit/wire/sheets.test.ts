import fc from 'fast-check';
import { checkSheets, mapSheets, packDom, RecordSchema, unpackRecord, WireError } from 'rewindow/wire';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { shareEvent } from '../../../worker/sheets/shareEvent.ts';

const AT = 1_795_349_842_227.2;
const HASHES = ['a', 'b', 'c'].map((digit) => digit.repeat(64));
const SHEET = `.card { color: red }\n`.repeat(300);

const travel = (data: object): unknown =>
  unpackRecord(JSON.parse(JSON.stringify({ kind: 'dom', at: AT, data: packDom(data, AT), sequence: 3 })), {
    valueCount: 4_000_000,
  });
const codeOf = (read: () => unknown): string => {
  try {
    read();
    return 'none';
  } catch (error) {
    return error instanceof WireError ? error.code : String(error);
  }
};
const link = (text: unknown, id = 2) => ({ type: 2, id, tagName: 'link', attributes: { _cssText: text } });
const full = (...childNodes: object[]) => ({
  type: 2,
  data: { node: { type: 0, id: 1, childNodes }, initialOffset: { left: 0, top: 0 } },
  timestamp: AT,
});
const adopted = (rules: unknown) => ({
  type: 3,
  data: { source: 15, id: 1, styleIds: [1], styles: [{ styleId: 1, rules }] },
  timestamp: AT,
});

describe('style sheets by hash', () => {
  it('finds a text in every place, and numbers each text once', () => {
    const style = { type: 3, id: 5, textContent: SHEET, isStyle: true };
    const rules = [`${SHEET}}`, 'b {}'].map((rule, index) => ({ rule, index }));
    const changed = {
      type: 3,
      data: {
        source: 0,
        removes: [],
        adds: [{ parentId: 1, nextId: null, node: { ...link(SHEET), childNodes: [] } }],
        texts: [],
        attributes: [{ id: 4, attributes: { _cssText: `${SHEET}b` } }],
      },
      timestamp: AT,
    };
    const nested = { type: 2, id: 4, tagName: 'style', attributes: {}, childNodes: [style] };
    expect(shareEvent(full(link(SHEET), nested))?.texts).toEqual([SHEET]);
    expect(shareEvent(changed)?.texts).toEqual([SHEET, `${SHEET}b`]);
    expect(shareEvent(adopted(rules))?.texts).toEqual([`${SHEET}}\fb {}`]);
  });

  it('leaves texts alone that are no sheets, small, or could not be had back', () => {
    const text = { type: 3, id: 3, textContent: SHEET };
    expect(shareEvent(full(text, link(SHEET.slice(0, 4_095)), link(`${SHEET}\ud800`, 4)))).toBeUndefined();
    expect(shareEvent(full(link('ü'.repeat(2_500_001))))).toBeUndefined();
    expect(shareEvent(adopted([{ rule: `${SHEET}\f`, index: 0 }]))).toBeUndefined();
    expect(shareEvent(adopted([{ rule: SHEET, index: 1 }]))).toBeUndefined();
    expect(shareEvent(adopted([{ rule: SHEET }]))).toBeUndefined();
    const many = (count: number) =>
      full(...Array.from({ length: count }, (_, id) => link(`${SHEET}${String(id)}`, id + 2)));
    expect(shareEvent(many(1_000))?.texts).toHaveLength(1_000);
    expect(shareEvent(many(1_001))).toBeUndefined();
  });

  it('never takes what the page says for a reference: such an event stays as it is', () => {
    expect(shareEvent(full(link({ sheet: 0 }), link(SHEET, 3)))).toBeUndefined();
    const data = { event: full(link({ sheet: 7 })) };
    expect(travel(data)).toEqual({ kind: 'dom', at: AT, data, sequence: 3 });
  });

  it('comes back as it was, whatever the event, packed or not', () => {
    let sharedCount = 0;
    fc.assert(
      fc.property(events, (event) => {
        const before = structuredClone(event);
        const shared = shareEvent(event);
        expect(event).toEqual(before);
        if (shared === undefined) return;
        sharedCount += 1;
        const sheets = shared.texts.map((_, index) => String(index).padStart(64, '0'));
        const record = v.parse(RecordSchema, travel({ sheets, event: shared.event, checkpoint: true }));
        if (record.kind !== 'dom') throw new Error('another kind');
        expect(record.data.sheets).toEqual(sheets);
        const back = mapSheets(record.data.event, (value, place) => {
          if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
          const text = shared.texts[(value as { sheet: number }).sheet] ?? '';
          return place === 'text' ? text : text.split('\f').map((rule, index) => ({ rule, index }));
        });
        expect(back).toEqual(JSON.parse(JSON.stringify(event)));
      }),
      { numRuns: 1_000 },
    );
    expect(sharedCount).toBeGreaterThan(150);
  });

  it('stands first in the record, under a version that monitors without it refuse', () => {
    const sheets = HASHES.slice(0, 1);
    for (const event of [full(link({ sheet: 0 })), adopted({ sheet: 0 })]) {
      const text = JSON.stringify({ kind: 'dom', at: AT, data: packDom({ sheets, event }, AT) });
      expect(text).toContain(`"data":{"sheets":["${sheets.join()}"],"packed":[2,`);
      expect(travel({ sheets, event })).toMatchObject({ data: { sheets, event } });
    }
  });

  it('refuses references that point nowhere, and what is none', () => {
    const sheets = HASHES;
    const strange = [{ sheet: 3 }, { sheet: -1 }, { sheet: 0.5 }, { sheet: '0' }, { sheet: 0, more: 1 }, {}];
    for (const one of strange) {
      for (const event of [full(link(one)), adopted(one)]) {
        expect([one, codeOf(() => travel({ sheets, event }))]).toEqual([one, 'record_invalid']);
        const plain = { kind: 'dom', at: AT, data: { sheets, event }, sequence: 0 };
        expect(codeOf(() => unpackRecord(plain, { valueCount: 1_000 }))).toBe('record_invalid');
      }
    }
    expect(codeOf(() => travel({ sheets: 'abc', event: full(link({ sheet: 0 })) }))).toBe('record_invalid');
    expect(codeOf(() => v.parse(RecordSchema, travel({ sheets: ['x'], event: full(link({ sheet: 0 })) })))).not.toBe(
      'none',
    );
    expect(() => {
      checkSheets(full(link({ sheet: 2 }), link('plain', 3)), sheets);
    }).not.toThrow();
  });
});

const text = fc.oneof(
  fc.constantFrom(SHEET, `${SHEET}b`, `ü${SHEET}`, `\ufeff${SHEET}`, `${SHEET}\ud83d`, ''),
  fc.string({ maxLength: 20 }),
  fc.constantFrom(null, true, 7),
);
const attributes = fc.oneof(
  { weight: 9, arbitrary: fc.record({ _cssText: text, rel: fc.string() }, { requiredKeys: [] }) },
  fc.dictionary(fc.constantFrom('__proto__', 'class', '_cssText'), fc.oneof(text, fc.jsonValue({ maxDepth: 1 }))),
);
const leaf = fc.record({ type: fc.constant(3), textContent: text, isStyle: fc.boolean() }, { requiredKeys: ['type'] });
const element = fc.record({ type: fc.constant(2), tagName: fc.constantFrom('style', 'link', 'p'), attributes });
const tree = fc.array(fc.tuple(element, fc.array(leaf, { maxLength: 3 })), { maxLength: 5 }).map((parts) => {
  let id = 1;
  const childNodes = parts.map(([one, texts]) => ({
    ...one,
    id: (id += 1),
    childNodes: texts.map((inner) => ({ ...inner, id: (id += 1) })),
  }));
  return { type: 0, id: 1, childNodes };
});
const change = fc.record({
  source: fc.constant(0),
  removes: fc.constant([]),
  adds: fc.array(fc.record({ parentId: fc.nat(9), nextId: fc.constant(null), node: tree }), { maxLength: 3 }),
  texts: fc.constant([]),
  attributes: fc.array(fc.record({ id: fc.nat(9), attributes }), { maxLength: 4 }),
});
const list = fc
  .array(fc.constantFrom(SHEET, 'b {}', '', '@media print {\n  p { color: red }\n}'), { maxLength: 4 })
  .map((all) => all.map((rule, index) => ({ rule, index })));
const rules = fc.oneof({ weight: 9, arbitrary: list }, fc.jsonValue({ maxDepth: 1 }));
const adoption = fc.record({
  source: fc.constant(15),
  id: fc.nat(9),
  styleIds: fc.array(fc.nat(3), { maxLength: 2 }),
  styles: fc.array(fc.record({ styleId: fc.nat(9), rules }), { maxLength: 3 }),
});
const events = fc.oneof(
  fc.record({
    type: fc.constant(2),
    data: tree.map((node) => ({ node })),
    timestamp: fc.constant(AT),
  }),
  fc.record({ type: fc.constant(3), data: change, timestamp: fc.constant(AT) }),
  fc.record({ type: fc.constant(3), data: adoption, timestamp: fc.constant(AT) }),
  fc.record({ type: fc.nat(6), data: fc.jsonValue(), timestamp: fc.constant(AT) }),
);
