import { isIPv6 } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../api/apiError.ts';
import { plainAddress } from '../audience/addresses.ts';

/** Keeps one address from taking all connections: how many questions and streams it may have held at a time. */
export interface PerAddress {
  /** Counts until the connection is gone. @throws {ApiError} `too_many_requests`, with Retry-After */
  hold(request: FastifyRequest, reply: FastifyReply, closed: AbortSignal): void;
}

/** An office behind one address has hundreds of open pages; many more are a proxy that nobody trusts, or somebody's joke. */
export const CONNECTIONS_PER_ADDRESS = 1_000;
/** Agents come again after so long. */
const RETRY_AFTER_S = 30;
const WARN_EVERY_MS = 10 * 60_000;

/** @param countMax 0 for no limit */
export function createPerAddress({ countMax, now }: { countMax: number; now: () => number }): PerAddress {
  const counts = new Map<string, number>();
  let warnedAt = -Infinity;

  const refuse = (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('retry-after', String(RETRY_AFTER_S));
    if (now() - warnedAt >= WARN_EVERY_MS) {
      warnedAt = now();
      // Not whose: addresses are not kept.
      request.log.warn({ countMax }, 'an address has as many feedback connections as it may; more are refused');
    }
    const message = `At most ${String(countMax)} feedback connections per address; ask again later, or without waiting.`;
    return new ApiError('too_many_requests', 429, message);
  };
  return {
    hold(request, reply, closed) {
      if (countMax === 0 || closed.aborted) return;
      const network = networkOf(request.ip);
      const count = counts.get(network) ?? 0;
      if (count >= countMax) throw refuse(request, reply);
      counts.set(network, count + 1);
      const leave = () => {
        const left = (counts.get(network) ?? 0) - 1;
        if (left > 0) counts.set(network, left);
        else counts.delete(network);
      };
      closed.addEventListener('abort', leave, { once: true });
    },
  };
}

/** The address; of IPv6 the first 64 bits, because whoever has one address there has all that share them. */
export function networkOf(text: string): string {
  const address = plainAddress(text);
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const tailCount = tail === undefined || tail === '' ? 0 : tail.split(':').length + Number(tail.includes('.'));
  const zeros = tail === undefined ? 0 : 8 - groups.length - tailCount;
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...(tail?.split(':') ?? [])].slice(0, 4).join(':');
}
