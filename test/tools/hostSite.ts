import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';

/** A site of somebody else's, on an origin of its own: pages as the test writes them, and the npm package as files. */
export interface HostSite {
  origin: string;
  close(): Promise<void>;
}

/** A file of the site besides its pages; while it is refused, the server asks for a login. */
export interface HostFile {
  type: string;
  body: string | Buffer;
  isRefused?: boolean;
}

const PACKAGE = join(import.meta.dirname, '../../dist/npm');

/** @param pages by path, such as `/` */
export async function startHostSite(pages: Record<string, string | HostFile>): Promise<HostSite> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    const page = pages[path];
    if (typeof page === 'object') {
      response.writeHead(page.isRefused === true ? 401 : 200, { 'content-type': page.type });
      response.end(page.isRefused === true ? '' : page.body);
      return;
    }
    if (page !== undefined) {
      const type = path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8';
      response.writeHead(200, { 'content-type': type }).end(page);
      return;
    }
    readFile(join(PACKAGE, normalize(path).replace('/npm/', '/'))).then(
      (file) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(file),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://localhost:${String(address.port)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
