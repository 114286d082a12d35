import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * Passwords as `scrypt$N$salt$key` (RFC 7914). N = 2^15 with r = 8 takes about 0.1 s and 32 MB: dear for a guesser,
 * unnoticed by an operator.
 */
const COST = 2 ** 15;
const KEY_BYTES = 32;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', String(COST), salt.toString('base64url'), key.toString('base64url')].join('$');
}

export async function matchPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, cost, salt, key] = hash.split('$');
  if (scheme !== 'scrypt' || cost === undefined || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'), Number(cost));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same characters can be typed in several encodings; NFKC makes them one.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { N: cost, r: 8, maxmem: 256 * cost * 8 }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
