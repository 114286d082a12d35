import {
  decodeSegment,
  RecordSchema,
  unpackRecord,
  type Record,
  type SegmentHeader,
  type Summary,
} from 'rewindow/wire';
import * as v from 'valibot';

/** What a monitor would have received, and the answers that a test wants from it: the network as an injected `fetch`. */
export interface FakeMonitor {
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** Answers like this from now on; undefined: as a healthy monitor. */
  answerWith(answer: ((path: string) => Promise<Response> | Response) | undefined): void;
  requests: { path: string; headers: Headers }[];
  segments: { header: SegmentHeader; records: Record[] }[];
  summaries: Summary[];
  acknowledgements: unknown[];
}

const Acknowledged = v.object({ acknowledgements: v.array(v.unknown()) });

export function createFakeMonitor(): FakeMonitor {
  let answer: ((path: string) => Promise<Response> | Response) | undefined;
  const monitor: FakeMonitor = {
    requests: [],
    segments: [],
    summaries: [],
    acknowledgements: [],
    answerWith: (next) => (answer = next),
    async fetch(input, init) {
      const request = new Request(input, init);
      const path = new URL(request.url).pathname;
      monitor.requests.push({ path, headers: request.headers });
      if (answer !== undefined) return withAbort(request.signal, answer(path));
      const bytes = new Uint8Array(await request.arrayBuffer());
      if (path === '/v1/segments') monitor.segments.push(await unpack(bytes));
      else {
        const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
        if (path === '/v1/summaries') monitor.summaries.push(body as Summary);
        else monitor.acknowledgements.push(...v.parse(Acknowledged, body).acknowledgements);
      }
      return Response.json({ status: 'stored', verdict: 'none', serverAt: 1 }, { status: 201 });
    },
  };
  return monitor;
}

function withAbort(signal: AbortSignal, answer: Promise<Response> | Response): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new DOMException('aborted', 'AbortError'));
    });
    Promise.resolve(answer).then(resolve, reject);
  });
}

export async function unpack(bytes: Uint8Array): Promise<{ header: SegmentHeader; records: Record[] }> {
  const { header, payload } = decodeSegment(bytes);
  const plain = new Uint8Array(payload);
  const stream = new Blob([plain]).stream().pipeThrough(new DecompressionStream('gzip'));
  const text = header.encoding === 'gzip' ? await new Response(stream).text() : new TextDecoder().decode(plain);
  const items = v.parse(v.pipe(v.string(), v.parseJson(), v.array(v.unknown())), text);
  const records = items.map((item) => v.parse(RecordSchema, unpackRecord(item, { valueCount: 1_000_000 })));
  return { header, records };
}
