import type { FastifyInstance, preHandlerAsyncHookHandler } from 'fastify';
import { AppKey, decodeSegment, LIMITS, SegmentReply, Summary, SummaryReply } from 'rewindow/wire';
import * as v from 'valibot';
import { ApiError } from '../api/apiError.ts';
import { defineRoute } from '../api/route.ts';
import type { InstructionStore } from '../ports/index.ts';
import type { Ingest } from './ingest.ts';

/**
 * Bodies up to twice the limit are read to their end before they are refused: a connection that is cut in mid-upload tells
 * the sender nothing, and it would try again.
 */
const READ_BYTES_MAX = 2 * LIMITS.segmentBytes;

const AgentQuery = v.object({ app: AppKey });

export interface IngestRoutesDeps {
  ingest: Ingest;
  instructions: Pick<InstructionStore, 'listOpen'>;
  checkAgent: preHandlerAsyncHookHandler;
  now: () => number;
}

export function registerIngestRoutes(app: FastifyInstance, deps: IngestRoutesDeps): void {
  const { ingest, now } = deps;
  const common = { method: 'POST' as const, tag: 'agent' as const, query: AgentQuery, guards: [deps.checkAgent] };
  defineRoute(app, {
    ...common,
    url: '/v1/segments',
    summary: 'Store a segment container; the same one twice does no harm. 201 stored, 200 duplicate.',
    reply: SegmentReply,
    status: 201,
    bodyLimit: READ_BYTES_MAX,
    config: { tooLargeCode: 'segment_too_large' },
    errors: {
      ...{ segment_malformed: 400, segment_too_large: 413, segment_conflict: 409, session_erased: 410 },
      ...{ segment_corrupt: 422, segment_out_of_order: 422, record_invalid: 422, packing_unknown: 501 },
    },
    async handle({ query, request, reply }) {
      const container = readContainer(request.body);
      const status = await ingest.storeSegment(query.app, container);
      reply.status(status === 'stored' ? 201 : 200);
      const { sessionId } = decodeSegment(container).header;
      return { status, serverAt: now(), ...(await listOpen(deps, query.app, sessionId)) };
    },
  });
  defineRoute(app, {
    ...common,
    url: '/v1/summaries',
    summary: 'Say that a session exists; answers whether its details are wanted.',
    body: Summary,
    invalidCode: 'summary_invalid',
    acceptsText: true,
    bodyLimit: LIMITS.summaryBytes,
    config: { tooLargeCode: 'summary_invalid' },
    errors: { session_erased: 410 },
    reply: SummaryReply,
    async handle({ query, body }) {
      await ingest.storeSummary(query.app, body);
      const open = await listOpen(deps, query.app, body.sessionId);
      return { verdict: 'none' as const, serverAt: now(), ...open };
    },
  });
}

/** What waits for the session travels with the answer: a page that asks rarely, or is held up, hears of it all the same. */
async function listOpen({ instructions, now }: IngestRoutesDeps, app: string, sessionId: string) {
  const open = await instructions.listOpen(app, sessionId, now());
  return open.length === 0 ? {} : { instructions: open };
}

function readContainer(body: unknown): Uint8Array {
  // A request without a body: the container that it does not have is malformed.
  if (body === undefined || body === null) return new Uint8Array();
  if (!Buffer.isBuffer(body)) {
    throw new ApiError('unsupported', 415, 'Send the container as application/octet-stream or without a type.');
  }
  if (body.length <= LIMITS.segmentBytes) return body;
  throw new ApiError(
    'segment_too_large',
    413,
    `${String(body.length)} bytes; a segment has at most ${String(LIMITS.segmentBytes)}. Split it.`,
  );
}
