import { createAddressSet } from './addresses.ts';

/** Where a request comes from. */
export interface Place {
  address: string;
  /** As a trusted proxy says it; else the database is asked. */
  country?: string;
}

/** What is looked at of a request. `ip` is Fastify's, which follows `trustProxy`. */
export interface PlacedRequest {
  ip: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  socket: { remoteAddress?: string | undefined };
}

/**
 * Reads the place of a request. The header with the country counts only where the connection comes from a trusted proxy:
 * anybody else could write whatever they like into it.
 */
export function createPlaceReader(trustProxy: string | undefined, countryHeader: string | undefined) {
  const proxies = createAddressSet(trustProxy?.split(',') ?? []);
  const name = countryHeader?.toLowerCase();
  return ({ ip, headers, socket }: PlacedRequest): Place => {
    const given = name === undefined || !proxies.has(socket.remoteAddress ?? '') ? undefined : headers[name];
    const country = typeof given === 'string' ? given.trim().toUpperCase() : '';
    return { address: ip, ...(/^[A-Z]{2}$/.test(country) && { country }) };
  };
}
