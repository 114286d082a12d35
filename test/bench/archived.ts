import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { decodeSegment } from '../../src/wire/index.ts';

/** A segment as the monitor keeps it. */
export interface Archived {
  bytes: number;
  records: { kind: string }[];
}

const Records = v.pipe(v.string(), v.parseJson(), v.array(v.looseObject({ kind: v.string() })));

/** What has come of a session: the containers' bytes, and the records in them as they were sent. */
export async function readArchived(dataDir: string, sessionId: string): Promise<Archived[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const archived: Archived[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const bytes = await readFile(join(entry.parentPath, entry.name));
    if (bytes.toString('latin1', 0, 4) !== 'RWS1') continue;
    const { header, payload } = decodeSegment(bytes);
    if (header.sessionId !== sessionId) continue;
    const text = header.encoding === 'gzip' ? gunzipSync(payload) : Buffer.from(payload);
    archived.push({ bytes: bytes.length, records: v.parse(Records, text.toString()) });
  }
  return archived;
}
