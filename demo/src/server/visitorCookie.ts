import type { FastifyReply, FastifyRequest } from 'fastify';

/** Who is who: an id in a cookie that only the demo's paths get. */
const NAME = 'demo_cart';
const ID = /^[0-9a-f-]{36}$/;

/** The visitor's id; a new one is set with the reply. */
export function visitorIdOf(request: FastifyRequest, reply: FastifyReply, newId: () => string): string {
  const known = readCookie(request.headers.cookie ?? '', NAME);
  if (known !== undefined && ID.test(known)) return known;
  const visitorId = newId();
  void reply.header('set-cookie', `${NAME}=${visitorId}; Path=/demo; HttpOnly; SameSite=Lax`);
  return visitorId;
}

function readCookie(header: string, name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
