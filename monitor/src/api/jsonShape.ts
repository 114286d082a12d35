const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

export interface JsonLimits {
  depth: number;
  /** Values of all depths, names of fields not counted. */
  valueCount: number;
}

/**
 * What a JSON text has more of than is allowed, before it is parsed: each value takes far more memory and time than its two
 * or three bytes. Looks at bytes only, so that no stack can end.
 */
export function findExcess(json: Uint8Array, limits: JsonLimits): keyof JsonLimits | undefined {
  let depth = 0;
  let valueCount = 0;
  let isText = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index] ?? 0;
    if (isText) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === COMMA) valueCount += 1;
    else if (OPEN.has(byte)) {
      depth += 1;
      valueCount += 1;
      if (depth > limits.depth) return 'depth';
    } else if (CLOSE.has(byte)) depth -= 1;
    if (valueCount > limits.valueCount) return 'valueCount';
  }
  return undefined;
}
