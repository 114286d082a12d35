import { createHash, randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { decodeSegment, LIMITS } from 'rewindow/wire';
import { compress } from '../../../worker/segment/compress.ts';
import { sealDraft } from '../../../worker/segment/sealDraft.ts';
import type { Draft } from '../../../worker/segment/assembleDrafts.ts';

const ID = '01890000-0000-7000-8000-000000000000';
const native = { CompressionStream, DecompressionStream, subtle: globalThis.crypto.subtle };

function draftOf(names: string[]): Draft {
  const records = names.map((name, sequence) => JSON.stringify({ kind: 'mark', at: 5, sequence, data: { name } }));
  const ids = { sessionId: ID, tabId: ID, pageId: ID };
  const size = records.reduce((sum, record) => sum + record.length, 0);
  return { ...ids, first: 0, checkpoint: true, records, firstAt: 5, lastAt: 5, size };
}

/** A compressor that spoils what the real one made, without an error. */
function spoiling(spoil: (chunk: Uint8Array) => Uint8Array<ArrayBuffer>): typeof CompressionStream {
  return class implements CompressionStream {
    readonly readable: CompressionStream['readable'];
    readonly writable: CompressionStream['writable'];
    constructor(format: CompressionFormat) {
      const real = new CompressionStream(format);
      this.writable = real.writable;
      this.readable = real.readable.pipeThrough(
        new TransformStream({
          transform(chunk, controller) {
            controller.enqueue(spoil(chunk));
          },
        }),
      );
    }
  };
}

const TEXT = new TextEncoder().encode('["a page"]'.repeat(1_000));

describe('compress', () => {
  test('one gzip member', async () => {
    const { encoding, payload } = await compress(native, TEXT);
    expect(encoding).toBe('gzip');
    expect(payload.length).toBeLessThan(200);
    expect(new Uint8Array(gunzipSync(payload))).toEqual(TEXT);
  });

  test.each<[string, Partial<typeof native>]>([
    ['missing', { CompressionStream: undefined as never }],
    [
      'wrong bytes',
      { CompressionStream: spoiling((chunk) => Uint8Array.from(chunk, (byte, at) => (at === 30 ? byte ^ 1 : byte))) },
    ],
    ['cut short', { CompressionStream: spoiling((chunk) => new Uint8Array(chunk.subarray(0, -4))) }],
    ['empty', { CompressionStream: spoiling(() => new Uint8Array()) }],
    ['of something else', { CompressionStream: otherContent() }],
  ])('a compressor that is or yields %s is not relied on: the bytes stay as they are', async (_name, broken) => {
    const { encoding, payload } = await compress({ ...native, ...broken }, TEXT);
    expect(encoding).toBe('identity');
    expect(payload).toEqual(TEXT);
  });
});

/** Valid gzip with a right checksum, only not of these bytes. */
function otherContent(): typeof CompressionStream {
  return class implements CompressionStream {
    readonly readable: CompressionStream['readable'];
    readonly writable: CompressionStream['writable'] = new WritableStream();
    constructor(format: CompressionFormat) {
      const bytes = new Blob(['["another"]']);
      this.readable = bytes.stream().pipeThrough(new CompressionStream(format));
    }
  };
}

describe('sealDraft', () => {
  test('a container that the wire’s decoder reads, with a right checksum', async () => {
    const [sealed, ...rest] = await sealDraft(native, draftOf(['a', 'b']), 250);
    expect(rest).toEqual([]);
    const { header, payload } = decodeSegment(sealed?.body ?? new Uint8Array());
    expect(header).toEqual(sealed?.row.header);
    expect(header).toMatchObject({ first: 0, last: 1, checkpoint: true, clockOffsetMs: 250, encoding: 'gzip' });
    expect(header.sha256).toBe(createHash('sha256').update(payload).digest('hex'));
    expect(gunzipSync(payload)).toHaveLength(header.inflatedBytes);
    expect(sealed?.row.bytes).toBe(sealed?.body.length);
  });

  test('without a secure context there is no checksum', async () => {
    const [sealed] = await sealDraft({ ...native, subtle: undefined }, draftOf(['a']), 0);
    expect(sealed?.row.header.sha256).toBeUndefined();
  });

  test('what is too large for one container goes into several, without a gap', async () => {
    const noise = Array.from({ length: 4 }, () => randomBytes(3_000_000).toString('base64'));
    const sealed = await sealDraft(native, draftOf(noise), 0);
    expect(sealed.length).toBeGreaterThan(1);
    let next = 0;
    for (const { row } of sealed) {
      expect(row.bytes).toBeLessThanOrEqual(LIMITS.segmentBytes);
      expect(row.header.first).toBe(next);
      expect(row.header.checkpoint).toBe(next === 0);
      next = row.header.last + 1;
    }
    expect(next).toBe(4);
  });

  test('one record that no container takes leaves its place and a word', async () => {
    const sealed = await sealDraft(native, draftOf(['a', randomBytes(9_000_000).toString('base64'), 'c']), 0);
    const texts = sealed.map(({ body }) => gunzipSync(decodeSegment(body).payload).toString());
    const records = texts.flatMap((text) => v.parse(v.array(v.unknown()), JSON.parse(text)));
    expect(records).toMatchObject([
      { sequence: 0, kind: 'mark' },
      { sequence: 1, kind: 'agent', data: { code: 'record_too_large' } },
      { sequence: 2, kind: 'mark' },
    ]);
  });
});
