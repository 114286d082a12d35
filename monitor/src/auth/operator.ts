import { createHash, randomBytes } from 'node:crypto';
import { ApiError } from '../api/apiError.ts';
import type { CredentialStore } from '../ports/index.ts';
import { hashPassword, matchPassword } from './password.ts';

const TOKEN_TTL_MS = 7 * 24 * 3_600_000;

export interface Login {
  token: string;
  expiresAt: number;
}

/** The one person who may look: a password, and tokens for those who knew it. */
export interface Operator {
  /** Sets the given password, or at the first start a generated one. Resolves to it where nobody could know it yet. */
  prepare(password: string | undefined): Promise<string | undefined>;
  /** @throws {ApiError} `login_refused` */
  login(password: string): Promise<Login>;
  isLoggedIn(token: string): Promise<boolean>;
  logout(token: string): Promise<void>;
  /** Ends every other login. @throws {ApiError} `login_refused` */
  changePassword(current: string, next: string): Promise<Login>;
}

export function createOperator({ credentials, now }: { credentials: CredentialStore; now: () => number }): Operator {
  async function matches(password: string): Promise<boolean> {
    const hash = await credentials.getPasswordHash();
    return hash !== undefined && (await matchPassword(password, hash));
  }
  async function setPassword(password: string): Promise<void> {
    await credentials.setPasswordHash(await hashPassword(password));
    await credentials.removeAllTokens();
  }
  async function issueToken(): Promise<Login> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = now() + TOKEN_TTL_MS;
    await credentials.addToken(hashToken(token), expiresAt);
    return { token, expiresAt };
  }
  async function demand(password: string): Promise<void> {
    if (!(await matches(password))) throw new ApiError('login_refused', 401, 'The password is wrong.');
  }
  return {
    async prepare(given) {
      const isFirstStart = (await credentials.getPasswordHash()) === undefined;
      if (given === undefined && !isFirstStart) return undefined;
      const password = given ?? generatePassword();
      if (!(await matches(password))) await setPassword(password);
      return given === undefined ? password : undefined;
    },
    async login(password) {
      await demand(password);
      return issueToken();
    },
    isLoggedIn: (token) => credentials.hasToken(hashToken(token), now()),
    logout: (token) => credentials.removeToken(hashToken(token)),
    async changePassword(current, next) {
      await demand(current);
      await setPassword(next);
      return issueToken();
    },
  };
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** 80 bits, in groups that can be read out. */
function generatePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz123456789';
  const text = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join('');
  return text.replace(/(.{4})(?!$)/g, '$1-');
}
