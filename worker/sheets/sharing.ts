import type { Capture } from '../../src/wire/index.ts';
import { storeAsset, touchAssets, type AssetFile } from '../assets/storeAsset.ts';
import type { Context } from '../context.ts';
import { compress } from '../segment/compress.ts';
import { hash } from '../segment/sealDraft.ts';
import { shareEvent } from './shareEvent.ts';
import type { Sheets } from './sheets.ts';

interface Sheet {
  hash: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Stores each sheet once per content, as a file that records name; a record whose sheets can't all be stored stays as it is. */
export function createSharing(context: Context): Sheets {
  return async (captures) => {
    const shared: Capture[] = [];
    for (const capture of captures)
      shared.push(capture.kind === 'dom' ? await shareCapture(context, capture) : capture);
    // What was stored in the database is of no use to records that lie in memory.
    return context.store.state().storage === 'indexeddb' ? shared : captures;
  };
}

async function shareCapture(context: Context, capture: Extract<Capture, { kind: 'dom' }>): Promise<Capture> {
  const { at, data } = capture;
  const shared = 'sheets' in data || 'packed' in data ? undefined : shareEvent(data.event);
  if (shared === undefined) return capture;
  try {
    const sheets = await Promise.all(shared.texts.map((text) => toSheet(context, text)));
    await keep(context, sheets);
    const event = shared.event as typeof data.event;
    // The list stands first: whoever reads it in a record needs nothing of what follows.
    return { kind: 'dom', at, data: { sheets: sheets.map((sheet) => sheet.hash), ...data, event } };
  } catch {
    return capture;
  }
}

async function toSheet({ scope }: Context, text: string): Promise<Sheet> {
  const bytes = new TextEncoder().encode(text);
  const name = await hash(scope, bytes);
  if (name === undefined) throw new Error('no hash');
  return { hash: name, bytes };
}

async function keep(context: Context, sheets: readonly Sheet[]): Promise<void> {
  const kept = await touchAssets(
    context,
    sheets.map((sheet) => sheet.hash),
  );
  for (const [index, sheet] of sheets.entries()) {
    if (kept[index] !== true) await storeAsset(context, await toFile(context, sheet));
  }
}

async function toFile({ scope }: Context, { hash: name, bytes }: Sheet): Promise<AssetFile> {
  const { encoding, payload } = await compress(scope, bytes);
  return { hash: name, type: 'text/css', body: payload, ...(encoding === 'gzip' && { encoding }) };
}
