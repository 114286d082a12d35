import { randomBytes } from 'node:crypto';
import { ApiError } from '../api/apiError.ts';
import type { App } from '../api/contract.ts';
import type { AppStore, SessionIndex, StoredApp } from '../ports/index.ts';

export interface AppDraft {
  key?: string | undefined;
  name: string;
  allowedOrigins: string[];
}

/** The applications that may send. */
export interface Apps {
  list(): Promise<App[]>;
  /** @throws {ApiError} `bad_request` where the key is taken or an origin is none */
  add(draft: AppDraft): Promise<App>;
  /** @throws {ApiError} `not_found` */
  change(key: string, patch: { name?: string | undefined; allowedOrigins?: string[] | undefined }): Promise<App>;
  /** Adds the app where its key is not known; leaves it alone where it is. */
  ensure(draft: AppDraft & { key: string }): Promise<void>;
}

export function createApps(deps: { store: AppStore; index: SessionIndex; now: () => number }): Apps {
  const { store, index, now } = deps;
  async function withCount(app: StoredApp): Promise<App> {
    return { ...app, sessionCount: (await index.countSessions()).get(app.key) ?? 0 };
  }
  async function create(draft: AppDraft): Promise<StoredApp> {
    const app = {
      key: draft.key ?? randomBytes(12).toString('hex'),
      name: draft.name,
      allowedOrigins: draft.allowedOrigins.map(normalizeOrigin),
      createdAt: now(),
    };
    await store.put(app);
    return app;
  }
  return {
    async list() {
      const counts = await index.countSessions();
      return (await store.list()).map((app) => ({ ...app, sessionCount: counts.get(app.key) ?? 0 }));
    },
    async add(draft) {
      if (draft.key !== undefined && (await store.get(draft.key))) {
        throw new ApiError('bad_request', 409, `There is an application with the key ${draft.key} already.`);
      }
      return withCount(await create(draft));
    },
    async change(key, patch) {
      const app = await store.get(key);
      if (app === undefined) throw new ApiError('not_found', 404, `There is no application with the key ${key}.`);
      const changed = {
        ...app,
        name: patch.name ?? app.name,
        allowedOrigins: patch.allowedOrigins?.map(normalizeOrigin) ?? app.allowedOrigins,
      };
      await store.put(changed);
      return withCount(changed);
    },
    async ensure(draft) {
      if ((await store.get(draft.key)) === undefined) await create(draft);
    },
  };
}

/** An origin as browsers send it: scheme, host and port, nothing after. */
function normalizeOrigin(text: string): string {
  if (text === '*') return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && url.origin !== 'null' && url.pathname === '/' && url.search === '' && url.hash === '';
  if (isPlain) return url.origin;
  throw new ApiError('bad_request', 400, `"${text}" is not an origin; write it as https://shop.example or as *.`);
}
