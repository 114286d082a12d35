import type { AssetOrder, Capture, RecordData } from '../../src/wire/index.ts';
import { ASSET_TYPE } from '../../src/wire/assetType.ts';
import { LIMITS } from '../../src/wire/limits.ts';
import type { Context } from '../context.ts';
import { hash } from '../segment/sealDraft.ts';
import { within } from '../within.ts';
import { storeAsset, type AssetFile } from './storeAsset.ts';

type Asset = RecordData<'asset'>['assets'][number];

/** Keeps the files that the looks of the recorded page need, once per content, and names them in records. */
export interface Assets {
  /** What was asked for before is not fetched again; what can't be had is left out. */
  keep(order: AssetOrder): Promise<void>;
  /** After a checkpoint: what came before it may be dropped. Runs inside the context's queue. */
  repeat(at: number): Promise<void>;
}

const FETCH_LIMIT_MS = 30_000;

export function createAssets(context: Context, append: (capture: Capture) => Promise<void>): Assets {
  const { scope } = context;
  const asked = new Set<string>();
  const kept: Asset[] = [];
  let isRefused = false;
  const bytes = (): number => kept.reduce((sum, asset) => sum + asset.bytes, 0);
  const name = (at: number, assets: Asset[]) => append({ kind: 'asset', at, data: { assets } });
  return {
    async keep({ at, files, maxBytes }) {
      if (scope.subtle === undefined) {
        if (isRefused) return;
        isRefused = true;
        const message = 'files are named by their hash, which the browser makes in secure contexts only';
        await context.run(() => append({ kind: 'agent', at, data: { code: 'assets_unsupported', message } }));
        return;
      }
      const found: Asset[] = [];
      for (const { url, name: recordedUrl } of files) {
        if (asked.has(url)) continue;
        asked.add(url);
        const file = await fetchFile(context, url, Math.min(LIMITS.assetBytes, maxBytes - bytes()));
        if (file === undefined) continue;
        await context.run(() => storeAsset(context, file));
        const asset = { url: recordedUrl, hash: file.hash, type: file.type, bytes: file.body.length };
        kept.push(asset);
        found.push(asset);
      }
      if (found.length > 0) await context.run(() => name(at, found));
    },
    repeat: (at) => (kept.length > 0 ? name(at, kept) : Promise.resolve()),
  };
}

/** As the page itself would ask for it, from the browser's cache where that has it, and after all that the page waits for. */
async function fetchFile({ scope }: Context, url: string, maxBytes: number): Promise<AssetFile | undefined> {
  try {
    const options = { mode: 'same-origin', credentials: 'same-origin', cache: 'force-cache', priority: 'low' } as const;
    const response = await within(scope, FETCH_LIMIT_MS, scope.fetch(url, options));
    const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (!response.ok || !ASSET_TYPE.test(type) || Number(response.headers.get('content-length')) > maxBytes) {
      await response.body?.cancel();
      return undefined;
    }
    const body = new Uint8Array(await within(scope, FETCH_LIMIT_MS, response.arrayBuffer()));
    const name = body.length > maxBytes ? undefined : await hash(scope, body);
    return name === undefined ? undefined : { hash: name, type, body };
  } catch {
    return undefined;
  }
}
