import { sign } from 'node:crypto';
import type { Kysely } from 'kysely';
import { signedText, type PublishedRuleSet, type Signatures } from 'rewindow/wire';
import type { RuleTables } from '../index/tables.ts';
import { openKeyPairs, publicKeyText } from './keyPairs.ts';

/** Signs rule sets, so that pages that know the key take them from this monitor only. */
export interface Signing {
  /** Public keys, as the agent's option `ruleKey` takes them. */
  ruleKey: string;
  sign(app: string, published: Omit<PublishedRuleSet, 'rules' | 'signatures'>): Signatures;
}

/** Opens the monitor's keys; the first start makes them. */
export async function openSigning(database: Kysely<RuleTables>): Promise<Signing> {
  const pairs = await openKeyPairs(database);
  return {
    ruleKey: publicKeyText(pairs),
    sign(app, published) {
      const text = Buffer.from(signedText(app, published));
      return {
        ed25519: sign(null, text, pairs.ed25519).toString('base64'),
        // The form that browsers take: both numbers, one after the other.
        p256: sign('sha256', text, { key: pairs.p256, dsaEncoding: 'ieee-p1363' }).toString('base64'),
      };
    },
  };
}
