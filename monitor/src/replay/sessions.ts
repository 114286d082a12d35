import { RECORD_KINDS } from 'rewindow/wire';
import * as v from 'valibot';
import { ApiError } from '../api/apiError.ts';
import type {
  InstructionRow,
  RecordsQuery,
  RecordsReply,
  SessionDetail,
  SessionsQuery,
  SessionsReply,
} from '../api/contract.ts';
import { parseSegment } from '../ingest/parseSegment.ts';
import type { Archive, AssetStore, SessionIndex } from '../ports/index.ts';
import { searchLive } from './liveFilter.ts';
import { listRanges, readRecords, type SegmentRange } from './recordReader.ts';
import { createSheetTexts } from './sheetTexts.ts';
import { encodePlace, parsePlace, toPlace } from './totalOrder.ts';

const LIMIT = { usual: 2_000, most: 20_000 };
/** Of records as JSON in one answer: it is written in one piece, and a browser has to parse it. */
const REPLY_BYTES_MAX = 16_000_000;

/** Who has an agent connected. */
export interface Presence {
  isLive(sessionId: string): boolean;
}

export interface SessionsDeps {
  archive: Archive;
  index: SessionIndex;
  assets: Pick<AssetStore, 'get'>;
  presence: Presence;
  instructions: { listBySession(app: string, sessionId: string): Promise<InstructionRow[]> };
  /** Erases what others keep of a session. */
  forget: (sessionId: string) => Promise<void>;
  /** Something in the archive can't be read; the rest is answered all the same. */
  report: (error: unknown) => void;
}

/** Looking at sessions, and erasing them. All but `search` throw {ApiError} `not_found`. */
export interface Sessions {
  search(query: SessionsQuery): Promise<SessionsReply>;
  getDetail(sessionId: string): Promise<SessionDetail>;
  listRecords(sessionId: string, query: RecordsQuery): Promise<RecordsReply>;
  erase(sessionId: string): Promise<void>;
  /** The user's consent was withdrawn: erases the session, also one that nothing has come of yet. */
  withdraw(app: string, sessionId: string): Promise<void>;
}

export function createSessions(deps: SessionsDeps): Sessions {
  const { index, presence, instructions } = deps;
  const sheets = createSheetTexts(deps.assets);
  async function demand(sessionId: string) {
    const session = await index.getSession(sessionId);
    if (session === undefined) throw new ApiError('not_found', 404, 'There is no such session.');
    return { ...session, isLive: presence.isLive(sessionId) };
  }
  return {
    search: (query) => searchLive({ index, presence }, query),
    async getDetail(sessionId) {
      const session = await demand(sessionId);
      const [summaries, pages, rows] = await Promise.all([
        index.listSummaries(sessionId),
        index.listPages(sessionId),
        instructions.listBySession(session.app, sessionId),
      ]);
      return { session, summaries, pages, instructions: rows };
    },
    async listRecords(sessionId, query) {
      const { app } = await demand(sessionId);
      const kinds = parseKinds(query.kinds);
      const pages = await index.listPages(sessionId);
      const { records, hasMore } = await readRecords({
        ranges: listRanges(query.page === undefined ? pages : pages.filter(({ pageId }) => pageId === query.page)),
        after: query.cursor === undefined ? undefined : parsePlace(query.cursor),
        wants: ({ kind }) => kinds === undefined || kinds.has(kind),
        limit: parseLimit(query.limit),
        bytesMax: REPLY_BYTES_MAX,
        open: (range) => openSegment(deps, { app, sessionId }, range),
        fill: (record) => sheets.fill(app, record),
      });
      const last = records.at(-1);
      return { records, nextCursor: hasMore && last ? encodePlace(toPlace(last)) : null };
    },
    async erase(sessionId) {
      const { app } = await demand(sessionId);
      await eraseSession(deps, app, sessionId);
    },
    async withdraw(app, sessionId) {
      const session = await index.getSession(sessionId);
      if (session !== undefined && session.app !== app) {
        throw new ApiError('not_found', 404, 'This application has no such session.');
      }
      await eraseSession(deps, app, sessionId);
    },
  };
}

/**
 * First nothing more is taken. The archive is the truth and goes next; the row goes last, so that an erasure that broke off
 * can be repeated.
 */
async function eraseSession({ archive, index, forget }: SessionsDeps, app: string, sessionId: string): Promise<void> {
  await index.markErased(app, sessionId);
  await archive.removeSession(app, sessionId);
  await forget(sessionId);
  await index.removeSession(sessionId);
}

async function openSegment(deps: SessionsDeps, session: { app: string; sessionId: string }, range: SegmentRange) {
  const { pageId, first, last, part } = range;
  try {
    const bytes = await deps.archive.get({ ...session, pageId, first, last, part });
    if (bytes === undefined) return { records: [], bytesPerRecord: 0 };
    const { records, recordBytes } = await parseSegment(bytes);
    return { records, bytesPerRecord: recordBytes / records.length };
  } catch (error) {
    deps.report(error);
    return { records: [], bytesPerRecord: 0 };
  }
}

function parseKinds(text: string | undefined) {
  if (text === undefined || text === '') return undefined;
  const result = v.safeParse(v.array(v.picklist(RECORD_KINDS)), text.split(','));
  if (result.success) return new Set(result.output);
  throw new ApiError('bad_request', 400, `kinds: some of ${RECORD_KINDS.join(', ')}, separated by commas`);
}

function parseLimit(text: string | undefined): number {
  const limit = Number(text ?? LIMIT.usual);
  if (Number.isInteger(limit) && limit >= 1) return Math.min(limit, LIMIT.most);
  throw new ApiError('bad_request', 400, 'limit: not a positive number');
}
