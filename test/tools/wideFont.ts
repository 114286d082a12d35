/**
 * A TrueType font that is its own proof of being used: each character is a solid box, three em wide. No character of an
 * ordinary font is.
 */
export function createWideFont(): Buffer {
  return assemble({
    'OS/2': words([
      4,
      ADVANCE,
      400,
      5,
      ...zeros(27),
      0x40,
      32,
      126,
      800,
      -200,
      0,
      800,
      200,
      ...zeros(4),
      500,
      700,
      0,
      32,
      0,
    ]),
    cmap: words([
      ...[0, 1, 3, 1, 0, 12],
      ...[4, 222, 0, 4, 4, 1, 0, 126, 0xffff, 0, 32, 0xffff, 0, 1, 4, 0],
      ...zeros(95).fill(1),
    ]),
    glyf: words([1, 0, 0, ADVANCE, 800, 3, 0, 0x0101, 0x0101, 0, 0, ADVANCE, 0, 0, 800, 0, -800]),
    head: words([1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1_000, ...zeros(8), 0, 0, ADVANCE, 800, 0, 8, 2, 0, 0]),
    hhea: words([1, 0, 800, -200, 0, ADVANCE, 0, 0, ADVANCE, 1, ...zeros(7), 2]),
    hmtx: words([ADVANCE, 0, ADVANCE, 0]),
    loca: words([0, 0, 17]),
    maxp: words([1, 0, 2, 4, 1, 0, 0, 2, ...zeros(8)]),
    name: words([0, 0, 6]),
    post: words([3, ...zeros(15)]),
  });
}

const ADVANCE = 3_000;
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

function words(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => buffer.writeUInt16BE(value & 0xffff, index * 2));
  return buffer;
}

/** The table directory and the tables behind it, each at a multiple of four. */
function assemble(tables: Record<string, Buffer>): Buffer {
  const names = Object.keys(tables).sort();
  const head = Buffer.alloc(12 + names.length * 16);
  head.writeUInt32BE(0x00010000, 0);
  words([names.length, 128, 3, names.length * 16 - 128]).copy(head, 4);
  const bodies: Buffer[] = [];
  let offset = head.length;
  names.forEach((name, index) => {
    const table = tables[name] ?? Buffer.alloc(0);
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    const entry = 12 + index * 16;
    head.write(name, entry, 'latin1');
    head.writeUInt32BE(checksum(padded), entry + 4);
    head.writeUInt32BE(offset, entry + 8);
    head.writeUInt32BE(table.length, entry + 12);
    bodies.push(padded);
    offset += padded.length;
  });
  return Buffer.concat([head, ...bodies]);
}

function checksum(table: Buffer): number {
  let sum = 0;
  for (let index = 0; index < table.length; index += 4) sum = (sum + table.readUInt32BE(index)) >>> 0;
  return sum;
}
