import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Aborts when the answer is out, or nobody is there any more to take it. An answer that waits for earlier ones of its
 * connection hears nothing of the connection's end by itself, so that the connection is listened to as well.
 */
export function whenGone(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  const { socket } = request.raw;
  const end = () => {
    socket.off('close', end);
    reply.raw.off('close', end);
    // With a reason of its own: the usual one is an exception with its stack, for each request.
    gone.abort('gone');
  };
  // One for each request that a client sends without waiting for answers.
  socket.setMaxListeners(0).on('close', end);
  reply.raw.on('close', end);
  if (socket.destroyed) end();
  return gone.signal;
}
