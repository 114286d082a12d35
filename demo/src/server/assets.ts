import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.map', 'application/json'],
]);

interface Asset {
  bytes: Buffer;
  type: string;
  etag: string;
}

/**
 * Files of the built client, read once and served from memory: they are few and small, and a name that is not in the map
 * does not exist, whatever dots it contains.
 */
export async function registerAssets(app: FastifyInstance, folder: string): Promise<void> {
  const assets = await readAssets(folder);
  app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) => {
    const asset = assets.get(request.params['*']);
    if (asset === undefined) return reply.code(404).type('text/plain').send('There is no such file.');
    void reply.header('etag', asset.etag).header('cache-control', 'no-cache');
    if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
    return reply.type(asset.type).send(asset.bytes);
  });
}

async function readAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const names = await readdir(folder, { recursive: true });
  const known = names.filter((name) => TYPES.has(extname(name)));
  const read = known.map(async (name) => {
    const bytes = await readFile(join(folder, name));
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    return [name.replaceAll('\\', '/'), { bytes, etag, type: TYPES.get(extname(name)) ?? '' }] as const;
  });
  return new Map(await Promise.all(read));
}
