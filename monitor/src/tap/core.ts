import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Acknowledgement, Instruction } from 'rewindow/wire';
import { createClient, type TapAddress } from './client.ts';
import { watchExchange } from './exchange.ts';
import { TAP_SESSION_COUNT_MAX } from './contract.ts';
import { createLink } from './link.ts';
import { obey } from './orders.ts';
import { policyFor, type Policy } from './policy.ts';
import type { Held } from './ring.ts';
import { createSessions } from './sessions.ts';
import { addRecord, depthOf, type TapSession } from './tapSession.ts';
import { createUpload } from './upload.ts';

export interface TapOptions {
  /** Address of the monitor, as this server reaches it. */
  monitor: TapAddress;
  /** Key of the application whose sessions use this server. */
  app: string;
  /** Name of a cookie that holds the session's id, for requests that come without the agent's header. */
  cookie?: string;
  /** Origin under which browsers see this server, such as `https://api.shop.example`. */
  publicOrigin?: string;
  /** Sessions that are remembered at a time. 2,000 where absent; 5,000 at most. */
  sessionCountMax?: number;
  /** Memory for records, of all sessions together, and as much for what is on its way. 64 MB where absent. */
  maxBytes?: number;
}

export interface TapStatus {
  isConnected: boolean;
  /** Of the rule set that most sessions have; null before the monitor has said it. */
  rulesHash: string | null;
  sessionCount: number;
  /** Records in memory, and their bytes. */
  recordCount: number;
  bytes: number;
  /** On their way to the monitor. */
  waitingBytes: number;
  /** Records that the monitor refused, or that waited for it too long. */
  lostCount: number;
}

export interface Core {
  /** Never throws. */
  observe(request: IncomingMessage, response: ServerResponse, routeOf: () => string | undefined): void;
  noteError(request: IncomingMessage, error: unknown): void;
  status(): TapStatus;
  settled(): Promise<void>;
  stop(): void;
}

const SESSION_COUNT_MAX = 2_000;
const BYTES_MAX = 64_000_000;
/** To sum up the memory of all sessions takes a while; it is done each so many records. */
const SHRINK_EVERY = 20;

/** A tap without the faces for the several kinds of servers. */
export function createCore({ maxBytes = BYTES_MAX, ...options }: TapOptions): Core {
  const tapId = randomUUID();
  const parts = assemble(tapId, maxBytes, options);
  const { client, link, sessions, upload } = parts;
  const errors = new WeakMap<IncomingMessage, string>();
  let isStopped = false;
  let recordCount = 0;

  const policyOf = (session: TapSession): Policy | undefined => {
    const published = link.rulesOf(session.sessionId);
    return published && policyFor(published, session.sessionId, session.isNamedByAgent);
  };
  const observe: Core['observe'] = (request, response, routeOf) => {
    const published = link.rulesOf('');
    // Dormant, or nothing published: not even sessions are looked for.
    if (isStopped || published === undefined || published.dormant) return;
    const session = sessions.find(request.headers);
    const details = session && depthOf(session, policyOf(session), Date.now());
    if (!session || !details) return;
    const errorOf = () => errors.get(request);
    const scope = { details, elapsedMs: () => performance.now(), publicOrigin: options.publicOrigin, routeOf, errorOf };
    watchExchange(request, response, scope, (data) => {
      const policy = policyOf(session);
      const at = Date.now();
      // Told to stop meanwhile.
      if (isStopped || depthOf(session, policy, at) === undefined) return;
      const live = addRecord(session, policy, { at, data });
      if (live) parts.send(session, [live]);
      else if ((recordCount += 1) % SHRINK_EVERY === 0) sessions.shrink(maxBytes);
    });
  };
  return {
    observe(...exchange) {
      try {
        observe(...exchange);
      } catch {
        // The application's request goes on.
      }
    },
    noteError(request, error) {
      errors.set(request, error instanceof Error ? error.name : typeof error);
    },
    status: () => describe(parts),
    settled: upload.settled,
    stop() {
      isStopped = true;
      link.stop();
      client.stop();
      upload.stop();
      sessions.clear();
    },
  };
}

function describe({ link, sessions, upload }: ReturnType<typeof assemble>): TapStatus {
  let recordCount = 0;
  for (const { ring } of sessions.all()) recordCount += ring.count();
  return {
    isConnected: link.isConnected(),
    rulesHash: link.rulesOf('')?.hash ?? null,
    sessionCount: sessions.count(),
    ...{ recordCount, bytes: sessions.bytes() },
    ...{ waitingBytes: upload.waitingBytes(), lostCount: upload.lostCount() },
  };
}

/** The parts that talk to the monitor, and the sessions that they talk about. */
function assemble(tapId: string, maxBytes: number, options: Omit<TapOptions, 'maxBytes'>) {
  const now = Date.now;
  const client = createClient({ ...options, random: Math.random });
  const sessions = createSessions({
    ...{ newId: randomUUID, now, cookie: options.cookie },
    countMax: Math.min(TAP_SESSION_COUNT_MAX, options.sessionCountMax ?? SESSION_COUNT_MAX),
    onNew: () => {
      link.refresh();
    },
  });
  const upload = createUpload({
    ...{ client, maxBytes, onRefused: sessions.forget },
    clockOffsetMs: () => link.clockOffsetMs(),
  });
  const send = ({ sessionId, pageId }: TapSession, records: Held[]) => {
    upload.add({ sessionId, tabId: tapId, pageId }, records);
  };
  const carryOut = (given: Instruction): Acknowledgement[] => {
    const session = sessions.get(given.address.sessionId);
    if (session === undefined) return [];
    const instruction = toOwnClock(given, link.clockOffsetMs());
    const at = now();
    const result = obey({ session, tapId, now: at, send: (records) => send(session, records) }, instruction);
    if (result === undefined) return [];
    const { sessionId, pageId } = session;
    const { id, order, triggerId } = instruction;
    const about = { instructionId: id, verb: order.verb, ...(triggerId !== undefined && { triggerId }) };
    return [{ sessionId, tabId: tapId, pageId, at, ...about, ...result }];
  };
  const link = createLink({
    ...{ client, tapId, now },
    sessions() {
      const all = [...sessions.all()];
      return { ids: all.map(({ sessionId }) => sessionId), isNew: all.some(({ isKnown }) => !isKnown) };
    },
    onAnswer(sessionIds, instructions) {
      for (const id of sessionIds) sessions.noteKnown(id);
      const acknowledgements = instructions.flatMap(carryOut);
      if (acknowledgements.length > 0) void client.send('/v1/acknowledgements', { acknowledgements });
    },
  });
  return { client, sessions, upload, link, send };
}

/** Times that the monitor has written, by the tap's clock. */
function toOwnClock(instruction: Instruction, offsetMs: number): Instruction {
  const { order } = instruction;
  const { fromAt, toAt } = { fromAt: undefined, toAt: undefined, ...order };
  const isRange = order.verb === 'buffer.send' || order.verb === 'buffer.hold';
  return {
    ...instruction,
    issuedAt: instruction.issuedAt - offsetMs,
    expiresAt: instruction.expiresAt - offsetMs,
    order: !isRange
      ? order
      : {
          ...order,
          ...(fromAt !== undefined && { fromAt: fromAt - offsetMs }),
          ...(toAt !== undefined && { toAt: toAt - offsetMs }),
        },
  };
}
