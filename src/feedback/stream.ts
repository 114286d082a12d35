import { createLineReader } from './lines.ts';
import { toFailure, type QuestionScope } from './question.ts';
import { parseLooseReply, type LooseReply } from './reply.ts';
import type { StreamEnd } from './schedule.ts';

export interface StreamScope extends QuestionScope {
  now(): number;
}

/** A proxy that collects answers shows nothing for long: something else is better then. */
const FIRST_LINE_MS = 8_000;
/** The monitor sends at least an empty line every 15 seconds. */
const SILENCE_MS = 40_000;
/** A rule set and 200 instructions are less. */
const LINE_CHARS_MAX = 4_000_000;
/** Answers of a monitor that has no streams. */
const UNKNOWN: readonly number[] = [404, 405, 501];

/** Reads answers, one per line, until the stream ends or is given up. Never rejects. */
export async function readStream(
  scope: StreamScope,
  url: string,
  { controller, onReply }: { controller: AbortController; onReply(reply: LooseReply, isFirst: boolean): void },
): Promise<StreamEnd> {
  let timer: number | undefined;
  let firstAt: number | undefined;
  const expect = (what: string, ms: number) => {
    scope.clearTimeout(timer);
    timer = scope.setTimeout(() => {
      controller.abort(new Error(`${what} came in time`));
    }, ms);
  };
  const end = (more: Partial<StreamEnd>): StreamEnd => {
    const at = scope.now();
    return { at, livedMs: firstAt === undefined ? undefined : at - firstAt, ...more };
  };
  expect('no first line', FIRST_LINE_MS);
  try {
    const response = await scope.fetch(url, { signal: controller.signal, cache: 'no-store', credentials: 'omit' });
    if (!response.ok) {
      return end({ isUnfit: UNKNOWN.includes(response.status), failure: toFailure(response) });
    }
    const { body } = response;
    if (!body) return end({ isUnfit: true, failure: failureOf('this browser reads no streams') });
    const read = openReader(body);
    for (let replies = await read(); replies; replies = await read()) {
      for (const reply of replies) {
        onReply(reply, firstAt === undefined);
        firstAt ??= scope.now();
      }
      if (firstAt !== undefined) expect('no next line', SILENCE_MS);
    }
    return end({});
  } catch (error) {
    const isLate = controller.signal.aborted && firstAt === undefined;
    return end({ isLate, failure: failureOf(String(error)) });
  } finally {
    scope.clearTimeout(timer);
    // What is left of it, if anything, is of no use.
    controller.abort();
  }
}

/** Gives the answers of one piece after the other; undefined at the end. Throws where one is not a monitor's. */
function openReader(body: ReadableStream<Uint8Array>): () => Promise<LooseReply[] | undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const lines = createLineReader(LINE_CHARS_MAX);
  return async () => {
    const { done, value } = await reader.read();
    if (done) return undefined;
    const complete = lines.push(decoder.decode(value, { stream: true }));
    if (complete === undefined) throw new Error('a line without an end');
    return complete.map((line) => {
      const reply = parseLooseReply(JSON.parse(line));
      if (reply === undefined) throw new Error('a line that is not one of a monitor');
      return reply;
    });
  };
}

function failureOf(message: string) {
  return { message, isRefusal: false };
}
