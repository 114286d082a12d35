/**
 * A UUID of version 7 (RFC 9562, 5.7) from a time and 16 bytes, of which 10 are used.
 * @param at epoch milliseconds
 */
export function instructionId(at: number, bytes: Uint8Array): string {
  const id = Buffer.alloc(16);
  id.writeUIntBE(Math.min(Math.max(0, Math.floor(at)), 2 ** 48 - 1), 0, 6);
  id.set(bytes.subarray(6, 16), 6);
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x70, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
