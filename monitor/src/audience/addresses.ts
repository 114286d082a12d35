import { BlockList, isIP } from 'node:net';

/** Names that Fastify's `trustProxy` knows, too. */
const NAMED_RANGES: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** What is in one of the ranges: `203.0.113.7`, `10.0.0.0/8`, `2001:db8::/32`. Texts that are no ranges hold nothing. */
export function createAddressSet(ranges: readonly string[]): { has(address: string): boolean } {
  const list = new BlockList();
  for (const range of ranges.flatMap((text) => NAMED_RANGES[text.trim()] ?? [text])) {
    const parsed = parseRange(range.trim());
    if (parsed !== undefined) list.addSubnet(parsed.address, parsed.bits, parsed.family);
  }
  return {
    has(text) {
      const address = plainAddress(text);
      const family = familyOf(address);
      return family !== undefined && list.check(address, family);
    },
  };
}

/** An IPv4 address that came over an IPv6 socket, as such; without the zone of a link-local one. */
export function plainAddress(text: string): string {
  const [address = ''] = text.split('%');
  return MAPPED.exec(address)?.[1] ?? address;
}

function parseRange(text: string) {
  const [address = '', bits, ...more] = text.split('/');
  const family = familyOf(address);
  if (family === undefined || more.length > 0) return undefined;
  const bitsMax = family === 'ipv4' ? 32 : 128;
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > bitsMax)) return undefined;
  return { address, family, bits: bits === undefined ? bitsMax : Number(bits) };
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}
