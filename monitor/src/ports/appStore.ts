import type { App } from '../api/contract.ts';

export type StoredApp = Omit<App, 'sessionCount'>;

/** Applications with their keys, and the one operator's credentials. */
export interface AppStore {
  list(): Promise<StoredApp[]>;
  get(key: string): Promise<StoredApp | undefined>;
  /** Adds or replaces. */
  put(app: StoredApp): Promise<void>;
}

export interface CredentialStore {
  /** Salted hash of the operator's password; undefined before the first start. */
  getPasswordHash(): Promise<string | undefined>;
  setPasswordHash(hash: string): Promise<void>;
  /** Tokens are stored as SHA-256, so that a copy of the index opens no door. */
  addToken(tokenHash: string, expiresAt: number): Promise<void>;
  hasToken(tokenHash: string, now: number): Promise<boolean>;
  removeToken(tokenHash: string): Promise<void>;
  removeAllTokens(): Promise<void>;
}
