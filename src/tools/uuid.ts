/**
 * A UUID of version 7 (RFC 9562, 5.7): 48 bits of time, then random bits, so that ids sort by their time of making.
 * @param at epoch milliseconds
 * @param random 16 random bytes
 */
export function uuidv7(at: number, random: Uint8Array): string {
  const bytes = random.slice(0, 16);
  for (let index = 0; index < 6; index += 1) bytes[index] = Math.floor(at / 2 ** (8 * (5 - index))) % 256;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
