import type { CredentialStore } from '../ports/index.ts';
import type { Database } from './database.ts';

const OPERATOR = 'operator';

/** Password and tokens in the embedded database. */
export function createCredentialStore(database: Database): CredentialStore {
  return {
    async getPasswordHash() {
      const row = await database
        .selectFrom('credentials')
        .select('hash')
        .where('name', '=', OPERATOR)
        .executeTakeFirst();
      return row?.hash;
    },
    async setPasswordHash(hash) {
      await database
        .insertInto('credentials')
        .values({ name: OPERATOR, hash })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ hash }))
        .execute();
    },
    async addToken(tokenHash, expiresAt) {
      await database
        .insertInto('tokens')
        .values({ token_hash: tokenHash, expires_at: expiresAt })
        .onConflict((conflict) => conflict.column('token_hash').doUpdateSet({ expires_at: expiresAt }))
        .execute();
    },
    async hasToken(tokenHash, now) {
      await database.deleteFrom('tokens').where('expires_at', '<=', now).execute();
      const row = await database
        .selectFrom('tokens')
        .select('token_hash')
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row !== undefined;
    },
    async removeToken(tokenHash) {
      await database.deleteFrom('tokens').where('token_hash', '=', tokenHash).execute();
    },
    async removeAllTokens() {
      await database.deleteFrom('tokens').execute();
    },
  };
}
