import type { SessionRecord } from './sessionRecord.ts';

/** Address in the recorded document, and content hash of the file that was there. */
export type AssetMap = ReadonlyMap<string, string>;

/** What the page's records say of the files that it looked by; the last word on an address counts. */
export function collectAssets(records: readonly SessionRecord[]): AssetMap {
  const all = records.flatMap((record) => (record.kind === 'asset' ? record.data.assets : []));
  return new Map(all.map(({ url, hash }) => [url, hash]));
}
