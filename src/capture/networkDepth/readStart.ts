import type { Stoppable } from '../../tools/stop.ts';

export interface ReadText {
  text: string;
  /** There is more, or may be. */
  isCut: boolean;
}

/**
 * Reads the beginning of a stream that is ours alone, as text. What is longer than `bytesMax` is not read on, and the stream
 * is cancelled; so it is on stop.
 */
export function startReading(
  stream: ReadableStream<Uint8Array>,
  bytesMax: number,
): Stoppable & { done: Promise<ReadText> } {
  const reader = stream.getReader();
  let isCut = false;
  const stop = () => {
    isCut = true;
    reader.cancel().catch(() => undefined);
  };
  const read = async (): Promise<ReadText> => {
    const decoder = new TextDecoder();
    let text = '';
    for (let left = bytesMax; ;) {
      const { done, value } = await reader.read();
      if (done) return { text: text + decoder.decode(), isCut };
      text += decoder.decode(value.subarray(0, left), { stream: true });
      left -= value.length;
      if (left >= 0) continue;
      stop();
      return { text, isCut };
    }
  };
  return { done: read(), stop };
}
