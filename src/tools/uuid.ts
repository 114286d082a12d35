/**
 * A UUID of version 7 (RFC 9562, 5.7): 48 bits of time, then random bits, so that ids sort by their time of making.
 * @param at epoch milliseconds
 * @param random 16 random bytes
 */
export function uuidv7(at: number, random: Uint8Array): string {
  const time = Math.floor(at).toString(16).padStart(12, '0');
  const digits = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  // Of the variant's digit the upper two bits are given.
  const variant = '89ab'.charAt(parseInt(digits.charAt(16), 16) % 4);
  return `${time}7${digits.slice(13, 16)}${variant}${digits.slice(17, 32)}`.replace(
    /^(.{8})(.{4})(.{4})(.{4})/,
    '$1-$2-$3-$4-',
  );
}
