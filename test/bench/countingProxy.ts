import { once } from 'node:events';
import * as http from 'node:http';

/** Stands between browser and monitor, and counts what agents send: page and worker alike, heads and bodies. */
export interface CountingProxy {
  baseUrl: string;
  /** Bytes of the requests to each of the agent's routes so far. */
  sentBytes(): Map<string, number>;
  close(): Promise<void>;
}

export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const sentBytes = new Map<string, number>();
  const server = http.createServer((request, response) => {
    const { method = 'GET', url = '/', rawHeaders, headers } = request;
    const [route = ''] = url.split('?');
    const count = (bytes: number) => {
      if (route.startsWith('/v1/')) sentBytes.set(route, (sentBytes.get(route) ?? 0) + bytes);
    };
    count(Buffer.byteLength(`${method} ${url} HTTP/1.1\r\n${rawHeaders.join('\r\n')}`));
    const onward = http.request(target + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.on('data', (chunk: Buffer) => {
      count(chunk.length);
    });
    // A held request that the page gives up is given up here, too.
    response.on('close', () => onward.destroy());
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    baseUrl: `http://localhost:${String(address.port)}`,
    sentBytes: () => new Map(sentBytes),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
