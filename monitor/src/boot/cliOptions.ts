import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

export const USAGE = `Usage: rewindow-monitor [options]

  --port N      port to listen on (default 4100; 0 takes any that is free)
  --host NAME   address to listen on (default localhost; 0.0.0.0 for all)
  --data DIR    folder that holds everything (default ./data)
  --trust-proxy LIST
                addresses of reverse proxies whose X-Forwarded-… headers count: loopback,
                linklocal, uniquelocal, addresses, ranges (10.0.0.0/8); comma-separated
  --country-database FILE
                says in which country an address is, for audiences by country (.mmdb)
  --country-header NAME
                header in which a proxy of --trust-proxy says the country, two letters
  --connections-per-address N
                feedback connections that one address may have (default 1000; 0 for no limit)
  --reindex     build the index anew from the archive, then end
  --print-key   print the key with which pages check rule sets (their option ruleKey)
  --version     print the version
  --help        print this

Environment: PORT, REWINDOW_HOST, REWINDOW_DATA, REWINDOW_TRUST_PROXY, REWINDOW_COUNTRY_DATABASE,
REWINDOW_COUNTRY_HEADER and REWINDOW_CONNECTIONS_PER_ADDRESS stand for the options of these names,
REWINDOW_ADMIN_PASSWORD sets the operator's password, REWINDOW_LOG_LEVEL the log (trace, debug, info,
warn, error, fatal, silent; default warn).
`;

/** Options that make no sense; the message says which. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type Command =
  | { type: 'help' }
  | { type: 'version' }
  | {
      type: 'reindex' | 'printKey' | 'serve';
      port: number;
      host: string;
      dataDir: string;
      adminPassword: string | undefined;
      trustProxy: string | undefined;
      countryDatabase: string | undefined;
      countryHeader: string | undefined;
      /** Absent: as the monitor has it. */
      connectionsPerAddress: number | undefined;
      logLevel: string;
    };

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
/** Names that Fastify knows for ranges of private addresses. */
const PROXY_RANGES = ['loopback', 'linklocal', 'uniquelocal'];
const PASSWORD_LENGTH_MIN = 8;

/** @throws {UsageError} */
export function parseCommand(args: string[], env: { [name: string]: string | undefined }): Command {
  const values = parseOptions(args);
  if (values.help) return { type: 'help' };
  if (values.version) return { type: 'version' };
  const logLevel = env['REWINDOW_LOG_LEVEL'] || 'warn';
  if (!LOG_LEVELS.includes(logLevel)) throw new UsageError(`REWINDOW_LOG_LEVEL is one of ${LOG_LEVELS.join(', ')}`);
  const trustProxy = parseTrustProxy(values['trust-proxy'] ?? (env['REWINDOW_TRUST_PROXY'] || undefined));
  return {
    type: values['print-key'] ? 'printKey' : values.reindex ? 'reindex' : 'serve',
    port: parsePort(values.port ?? (env['PORT'] || '4100')),
    host: values.host ?? (env['REWINDOW_HOST'] || 'localhost'),
    dataDir: values.data ?? (env['REWINDOW_DATA'] || './data'),
    adminPassword: parsePassword(env['REWINDOW_ADMIN_PASSWORD']),
    trustProxy,
    countryDatabase: values['country-database'] ?? (env['REWINDOW_COUNTRY_DATABASE'] || undefined),
    countryHeader: parseCountryHeader(
      values['country-header'] ?? (env['REWINDOW_COUNTRY_HEADER'] || undefined),
      trustProxy,
    ),
    connectionsPerAddress: parseConnections(
      values['connections-per-address'] ?? (env['REWINDOW_CONNECTIONS_PER_ADDRESS'] || undefined),
    ),
    logLevel,
  };
}

function parseOptions(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        'trust-proxy': { type: 'string' },
        'country-database': { type: 'string' },
        'country-header': { type: 'string' },
        'connections-per-address': { type: 'string' },
        reindex: { type: 'boolean', default: false },
        'print-key': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`The port is a number from 0 to 65535, not "${text}"`);
}

function parseConnections(text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,9}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new UsageError(`--connections-per-address takes a number, 0 for no limit, not "${text}"`);
}

function parseTrustProxy(text: string | undefined): string | undefined {
  for (const entry of text?.split(',').map((part) => part.trim()) ?? []) {
    const [address = '', bits, ...more] = entry.split('/');
    const version = isIP(address);
    const hasBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
    const isRange = version !== 0 && hasBits && more.length === 0;
    if (!isRange && !PROXY_RANGES.includes(entry)) {
      throw new UsageError(`--trust-proxy takes addresses, ranges and ${PROXY_RANGES.join(', ')}, not "${entry}"`);
    }
  }
  return text;
}

function parseCountryHeader(text: string | undefined, trustProxy: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^[A-Za-z0-9-]{1,100}$/.test(text))
    throw new UsageError(`--country-header takes a header's name, not "${text}"`);
  if (trustProxy !== undefined) return text;
  throw new UsageError('--country-header needs --trust-proxy: anybody could write the header otherwise');
}

function parsePassword(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (text.length >= PASSWORD_LENGTH_MIN) return text;
  throw new UsageError(`REWINDOW_ADMIN_PASSWORD has at least ${String(PASSWORD_LENGTH_MIN)} characters`);
}
