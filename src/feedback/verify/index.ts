import { canonicalJson, signedText } from '../../wire/signing.ts';
import { refusal } from '../refusal.ts';
import type { LooseRules } from '../reply.ts';

export interface VerifyScope {
  app: string;
  /** Of the monitor: Ed25519, a dot, the point of P-256, in base64url. */
  ruleKey: string;
  /** Absent in an insecure context. */
  subtle: SubtleCrypto | undefined;
}

/**
 * Whether a rule set comes from the monitor as it is: its hash is its content's, and the monitor has signed it. Loaded only
 * where the host gives the key. Rejects with the reason.
 */
export async function verifyRules({ app, ruleKey, subtle }: VerifyScope, published: LooseRules): Promise<void> {
  if (!subtle) throw refusal('signature_unverifiable', 'signatures can only be checked in a secure context (https)');
  const { rules, signatures } = published as { rules?: unknown; signatures?: unknown };
  const hash = await subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(rules)));
  if (toHex(hash) !== published.hash)
    throw refusal('signature_invalid', 'the rule set is not the one that its hash names');
  const { ed25519, p256 } = Object(signatures) as { ed25519?: unknown; p256?: unknown };
  const [edKey = '', p256Key = ''] = ruleKey.split('.');
  const text = new TextEncoder().encode(signedText(app, published));
  const check = async (algorithm: Algorithm, key: CryptoKey, signature: unknown) => {
    if (typeof signature !== 'string') return false;
    // A text that is not base64 throws.
    return Promise.resolve(signature)
      .then((given) => subtle.verify(algorithm, key, toBytes(given), text))
      .catch(() => false);
  };
  const ed = { name: 'Ed25519' };
  // A browser that doesn't know the algorithm says so when it takes the key.
  const known = await subtle.importKey('raw', toBytes(edKey), ed, false, ['verify']).catch(() => undefined);
  const isValid = await (known
    ? check(ed, known, ed25519)
    : check({ name: 'ECDSA', hash: 'SHA-256' } as Algorithm, await importP256(subtle, p256Key), p256));
  if (!isValid) throw refusal('signature_invalid', 'the rule set is not signed with the key of `ruleKey`');
}

function importP256(subtle: SubtleCrypto, key: string): Promise<CryptoKey> {
  return subtle.importKey('raw', toBytes(key), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
}

/** Of base64, in either alphabet. */
function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
