/**
 * About as many bytes as it has as JSON, without making any: a checkpoint of a large page would cost a moment. Counts no further
 * than `most`.
 */
export function roughBytes(value: unknown, most: number): number {
  let bytes = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && bytes < most) {
    const next = waiting.pop();
    if (typeof next === 'string') bytes += next.length + 2;
    else if (typeof next !== 'object' || next === null) bytes += 4;
    else {
      bytes += 2;
      for (const [name, part] of Object.entries(next)) {
        if (!Array.isArray(next)) bytes += name.length + 3;
        waiting.push(part);
      }
    }
  }
  return bytes;
}
