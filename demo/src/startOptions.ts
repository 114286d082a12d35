/** What the start command takes from the environment. */
export interface StartOptions {
  port: number;
  host: string;
  dataDir: string;
  adminPassword: string | undefined;
  /** Addresses of reverse proxies, as the monitor takes them. */
  trustProxy: string | undefined;
  /** Feedback connections of one address, 0 for no limit; as the monitor has it where absent. */
  connectionsPerAddress: number | undefined;
  logLevel: string;
}

/** As the monitor demands it, too. */
const PASSWORD_LENGTH_MIN = 8;

/** A setting that makes no sense; the message says which, and what would. */
export class StartOptionError extends Error {
  override readonly name = 'StartOptionError';
}

/** An empty variable counts as none. @throws {StartOptionError} */
export function parseStartOptions(env: Readonly<Record<string, string | undefined>>): StartOptions {
  const text = (name: string) => env[name] || undefined;
  return {
    port: parsePort(text('PORT') ?? '4100'),
    host: text('REWINDOW_HOST') ?? 'localhost',
    dataDir: text('REWINDOW_DATA') ?? './data',
    adminPassword: parsePassword(text('REWINDOW_ADMIN_PASSWORD')),
    trustProxy: text('REWINDOW_TRUST_PROXY'),
    connectionsPerAddress: parseConnections(text('REWINDOW_CONNECTIONS_PER_ADDRESS')),
    logLevel: text('REWINDOW_LOG_LEVEL') ?? 'warn',
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new StartOptionError(`PORT is a number from 0 to 65535, not "${text}".`);
}

function parseConnections(text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,9}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new StartOptionError(`REWINDOW_CONNECTIONS_PER_ADDRESS is a number, 0 for no limit, not "${text}".`);
}

function parsePassword(text: string | undefined): string | undefined {
  if (text === undefined || text.length >= PASSWORD_LENGTH_MIN) return text;
  throw new StartOptionError(`REWINDOW_ADMIN_PASSWORD needs at least ${PASSWORD_LENGTH_MIN} characters.`);
}
