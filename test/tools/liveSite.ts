import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';

/** A site of somebody else's whose server talks: it echoes, answers in chunks, sends events, and holds WebSockets. */
export interface LiveSite {
  origin: string;
  /** Headers of the last request of each path. */
  asked: Map<string, IncomingMessage['headers']>;
  close(): Promise<void>;
}

const PACKAGE = join(import.meta.dirname, '../../dist/npm');
const WEBSOCKET = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export async function startLiveSite(page: string): Promise<LiveSite> {
  const asked: LiveSite['asked'] = new Map();
  const waiting: ServerResponse[] = [];
  const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    '/': (_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(page),
    '/echo': (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'r7', 'set-cookie': 'a=SECRET' });
      request.on('data', (chunk: Buffer) => response.write(chunk)).on('end', () => response.end());
    },
    // Sends a part whenever `/next` is asked for: what the page has got so far decides what comes.
    '/chunks': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders();
      waiting.push(response);
    },
    '/next': (request, response) => {
      const part = new URL(request.url ?? '', 'http://site').searchParams.get('part');
      const stream = waiting.at(-1);
      if (part === null) stream?.end();
      else stream?.write(part);
      response.end();
    },
    '/events': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: SECRET\n\nevent: price\ndata: 12345\n\n');
    },
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    asked.set(path, request.headers);
    const answer = answers[path];
    if (answer) answer(request, response);
    else void sendPackage(path, response);
  });
  server.on('upgrade', (request, socket) => {
    holdWebSocket(request, socket);
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://localhost:${String(address.port)}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function sendPackage(path: string, response: ServerResponse): Promise<void> {
  const file = await readFile(join(PACKAGE, path.replace('/npm/', '/'))).catch(() => undefined);
  if (file) response.writeHead(200, { 'content-type': 'text/javascript' }).end(file);
  else response.writeHead(404).end();
}

/** RFC 6455 as far as a test needs it: short text frames come back, and a close frame closes. */
function holdWebSocket(request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}${WEBSOCKET}`).digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
  socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`);
  let unread = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= 6 && unread.length >= 6 + ((unread[1] ?? 0) & 0x7f)) {
      const [first = 0, second = 0] = unread;
      const length = second & 0x7f;
      const mask = unread.subarray(2, 6);
      const payload = unread.subarray(6, 6 + length).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
      unread = unread.subarray(6 + length);
      socket.write(Buffer.concat([Buffer.from([first, length]), payload]));
      if ((first & 0x0f) === 8) socket.end();
    }
  });
}
