import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { RuleTables } from '../index/tables.ts';

/** The monitor's two private keys: browsers that don't know Ed25519 check ECDSA over P-256. */
export interface KeyPairs {
  ed25519: KeyObject;
  p256: KeyObject;
}

/** The stored keys; made where there are none yet. */
export async function openKeyPairs(database: Kysely<RuleTables>): Promise<KeyPairs> {
  const open = async (name: keyof KeyPairs, generate: () => KeyObject) => {
    const stored = () =>
      database.selectFrom('signing_keys').select('private_key').where('name', '=', name).executeTakeFirst();
    if ((await stored()) === undefined) {
      const row = { name, private_key: generate().export({ type: 'pkcs8', format: 'pem' }).toString() };
      await database
        .insertInto('signing_keys')
        .values(row)
        .onConflict((key) => key.doNothing())
        .execute();
    }
    const row = await stored();
    if (row === undefined) throw new Error(`the signing key ${name} could not be stored`);
    return createPrivateKey(row.private_key);
  };
  return {
    ed25519: await open('ed25519', () => generateKeyPairSync('ed25519').privateKey),
    p256: await open('p256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  };
}

/** Both public keys as one text: Ed25519 (32 bytes), a dot, the point of P-256 (65 bytes), in base64url. */
export function publicKeyText({ ed25519, p256 }: KeyPairs): string {
  const { x: ed = '' } = createPublicKey(ed25519).export({ format: 'jwk' });
  const { x = '', y = '' } = createPublicKey(p256).export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return `${ed}.${point.toString('base64url')}`;
}
