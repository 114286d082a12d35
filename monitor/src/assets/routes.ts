import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import {
  AppKey,
  ASSET_TYPE,
  AssetReply,
  LIMITS,
  MissingAssets,
  MissingAssetsReply,
  Sha256,
  Uuid,
  WireError,
} from 'rewindow/wire';
import * as v from 'valibot';
import { ApiError } from '../api/apiError.ts';
import { defineRoute } from '../api/route.ts';
import type { AssetStore, SessionIndex } from '../ports/index.ts';

const AgentQuery = v.object({ app: AppKey });
/** `encoding` says what the body is packed with; the hash is that of the file. */
const FileQuery = v.object({ app: AppKey, session: Uuid, encoding: v.optional(v.literal('gzip')) });
const inflate = promisify(gunzip);

/**
 * What recorded pages bring along is hostile: an SVG that is opened by itself may run no script and load nothing, and
 * nothing is ever taken for another type than it came with.
 */
const SERVED = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, max-age=31536000, immutable',
};

export interface AssetRoutesDeps {
  assets: AssetStore;
  index: Pick<SessionIndex, 'isErased'>;
  checkAgent: preHandlerAsyncHookHandler;
  requireLogin: preHandlerAsyncHookHandler;
  now: () => number;
}

export function registerAssetRoutes(app: FastifyInstance, deps: AssetRoutesDeps) {
  registerAgentRoutes(app, deps);
  const { assets, requireLogin } = deps;
  defineRoute(app, {
    method: 'GET',
    url: '/v1/apps/:app/assets/:hash',
    tag: 'console',
    guards: [requireLogin],
    summary: 'A file that a recorded page looks by.',
    params: v.object({ app: AppKey, hash: Sha256 }),
    async handle({ params, reply }) {
      const asset = await assets.get(params.app, params.hash);
      if (asset === undefined) throw new ApiError('not_found', 404, 'There is no such file.');
      await reply.headers({ ...SERVED, 'content-type': asset.type }).send(Buffer.from(asset.bytes));
      return undefined;
    },
  });
}

function registerAgentRoutes(app: FastifyInstance, { assets, index, checkAgent, now }: AssetRoutesDeps) {
  const common = { tag: 'agent' as const, guards: [checkAgent] };
  /** @throws {WireError} `session_erased` */
  const checkSession = async (sessionId: string) => {
    if (await index.isErased(sessionId)) throw new WireError('session_erased', 'the session was erased for good');
  };
  defineRoute(app, {
    ...common,
    query: AgentQuery,
    method: 'POST',
    url: '/v1/assets/missing',
    summary: 'Which of these files of a page the monitor does not have.',
    body: MissingAssets,
    errors: { session_erased: 410 },
    acceptsText: true,
    reply: MissingAssetsReply,
    async handle({ query, body }) {
      await checkSession(body.session);
      const known = await Promise.all(body.hashes.map((hash) => assets.has(query.app, hash)));
      return { missing: body.hashes.filter((_hash, index) => known[index] !== true), serverAt: now() };
    },
  });
  defineRoute(app, {
    ...common,
    query: FileQuery,
    method: 'PUT',
    url: '/v1/assets/:hash',
    summary: 'Store a file that a recorded page looks by, under its hash. 201 stored, 200 there already.',
    params: v.object({ hash: Sha256 }),
    errors: { session_erased: 410, bad_request: 422 },
    reply: AssetReply,
    status: 201,
    bodyLimit: LIMITS.assetBytes,
    async handle({ query, params: { hash }, request, reply }) {
      await checkSession(query.session);
      const file = readFile(request);
      const bytes = query.encoding === 'gzip' ? await unpack(file.bytes) : file.bytes;
      checkHash(bytes, hash);
      const status = await assets.put(query.app, hash, { ...file, bytes });
      reply.status(status === 'stored' ? 201 : 200);
      return { status, serverAt: now() };
    },
  });
}

/** @throws {ApiError} `unsupported`, `bad_request` */
function readFile({ body, headers }: FastifyRequest): { type: string; bytes: Buffer } {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!ASSET_TYPE.test(type)) throw new ApiError('unsupported', 415, 'Only images, fonts and style sheets are kept.');
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (!Buffer.isBuffer(bytes)) throw new ApiError('bad_request', 400, 'The file is the body.');
  return { type, bytes };
}

/**
 * Stops where a file would be larger than it may be.
 * @throws {ApiError} `bad_request`
 */
async function unpack(packed: Buffer): Promise<Buffer> {
  try {
    return await inflate(packed, { maxOutputLength: LIMITS.assetBytes });
  } catch {
    throw new ApiError('bad_request', 422, 'The body is not gzip, or more than a file may be.');
  }
}

/** @throws {ApiError} `bad_request` */
function checkHash(bytes: Buffer, hash: string): void {
  if (createHash('sha256').update(bytes).digest('hex') === hash) return;
  throw new ApiError('bad_request', 422, 'The file is not the one that its hash names.');
}
