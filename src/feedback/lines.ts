/** Cuts a stream of text into lines, however it comes in pieces. */
export interface LineReader {
  /** The lines that this piece completes, without the empty ones. Undefined: a line is longer than it may be. */
  push(piece: string): string[] | undefined;
}

export function createLineReader(charsMax: number): LineReader {
  let rest = '';
  return {
    push(piece) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > charsMax || lines.some((line) => line.length > charsMax)) return undefined;
      return lines.filter((line) => line.trim() !== '');
    },
  };
}
