import fc from 'fast-check';
import { LIMITS, WireError, decodeSegment, encodeSegment, type SegmentHeader } from 'rewindow/wire';
import { describe, expect, it } from 'vitest';

const uuid = fc.uuid({ version: 7 });
const header: fc.Arbitrary<SegmentHeader> = fc
  .record(
    {
      version: fc.constant(1 as const),
      sessionId: uuid,
      tabId: uuid,
      pageId: uuid,
      first: fc.nat(),
      last: fc.constant(0),
      firstAt: fc.double({ min: 0, max: 8.64e15, noNaN: true }).map((at) => at + 0),
      lastAt: fc.nat(),
      checkpoint: fc.boolean(),
      clockOffsetMs: fc.integer(),
      encoding: fc.constantFrom('gzip' as const, 'identity' as const),
      inflatedBytes: fc.integer({ min: 0, max: LIMITS.inflatedBytes }),
      sha256: fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: 64, maxLength: 64 }),
    },
    {
      requiredKeys: [
        'version',
        'sessionId',
        'tabId',
        'pageId',
        'first',
        'last',
        'firstAt',
        'lastAt',
        'checkpoint',
        'clockOffsetMs',
        'encoding',
        'inflatedBytes',
      ],
    },
  )
  .map((fields) => ({ ...fields, last: fields.first + (fields.lastAt % LIMITS.segmentRecordCount) }));
const payload = fc.uint8Array({ maxLength: 200 });

const EXAMPLE: SegmentHeader = {
  version: 1,
  sessionId: '01890000-0000-7000-8000-000000000001',
  tabId: '01890000-0000-7000-8000-000000000002',
  pageId: '01890000-0000-7000-8000-000000000003',
  first: 0,
  last: 9,
  firstAt: 1,
  lastAt: 2,
  checkpoint: true,
  clockOffsetMs: 0,
  encoding: 'identity',
  inflatedBytes: 2,
};

/** What decoding throws; undefined where it succeeds. */
function failure(bytes: Uint8Array): unknown {
  try {
    decodeSegment(bytes);
    return undefined;
  } catch (error) {
    return error;
  }
}

function withHeader(json: string): Uint8Array {
  const head = new TextEncoder().encode(json);
  const bytes = new Uint8Array(8 + head.length);
  bytes.set([0x52, 0x57, 0x53, 0x31]);
  new DataView(bytes.buffer).setUint32(4, head.length);
  bytes.set(head, 8);
  return bytes;
}

describe('a segment container', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(header, payload, (head, body) => {
        const decoded = decodeSegment(encodeSegment({ header: head, payload: body }));
        expect(decoded.header).toEqual(head);
        expect([...decoded.payload]).toEqual([...body]);
      }),
    );
  });

  it('is read from the middle of a larger buffer, too', () => {
    const bytes = encodeSegment({ header: EXAMPLE, payload: new Uint8Array([7, 8]) });
    const larger = new Uint8Array(bytes.length + 20).fill(9);
    larger.set(bytes, 10);
    const { payload: body } = decodeSegment(larger.subarray(10, 10 + bytes.length));
    expect([...body]).toEqual([7, 8]);
  });

  it('fails with a code, whatever bytes come', () => {
    const damaged = fc
      .tuple(header, payload, fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { maxLength: 5 }))
      .map(([head, body, changes]) => {
        const bytes = encodeSegment({ header: head, payload: body });
        for (const [place, value] of changes) bytes[place % bytes.length] = value;
        return bytes;
      });
    const cut = fc
      .tuple(header, payload, fc.nat(400))
      .map(([head, body, length]) => encodeSegment({ header: head, payload: body }).subarray(0, length));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged, cut), (bytes) => {
        const error = failure(bytes);
        expect(error === undefined || (error instanceof WireError && error.code === 'segment_malformed')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['another magic', withHeader(JSON.stringify(EXAMPLE)).fill(0x41, 0, 1)],
    ['a header that goes beyond the end', withHeader(JSON.stringify(EXAMPLE)).subarray(0, 50)],
    ['a header that is not JSON', withHeader('{')],
    ['a header that is null', withHeader('null')],
    ['a header that is not UTF-8', withHeader('{"a":"b"}').fill(0xff, 10, 11)],
    ['a header of 17 KB', withHeader(JSON.stringify({ ...EXAMPLE, note: 'x'.repeat(17_000) }))],
    ['another version', withHeader(JSON.stringify({ ...EXAMPLE, version: 2 }))],
    ['a last record before the first', withHeader(JSON.stringify({ ...EXAMPLE, first: 10 }))],
    ['too many records', withHeader(JSON.stringify({ ...EXAMPLE, last: LIMITS.segmentRecordCount }))],
    ['a session that is no UUID', withHeader(JSON.stringify({ ...EXAMPLE, sessionId: '../../etc/passwd' }))],
    ['an upper-case UUID', withHeader(JSON.stringify({ ...EXAMPLE, pageId: EXAMPLE.pageId.replace('8', 'A') }))],
    [
      'a payload that inflates to too much',
      withHeader(JSON.stringify({ ...EXAMPLE, inflatedBytes: LIMITS.inflatedBytes + 1 })),
    ],
    ['a time that is no number', withHeader(JSON.stringify({ ...EXAMPLE, firstAt: '1' }))],
    ['a fraction as sequence', withHeader(JSON.stringify({ ...EXAMPLE, first: 0.5 }))],
  ])('refuses %s', (_what, bytes) => {
    expect(failure(bytes)).toMatchObject({ name: 'WireError', code: 'segment_malformed' });
  });
});
