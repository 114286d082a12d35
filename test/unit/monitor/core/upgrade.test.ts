import path from 'node:path';
import { parsePublishedRuleSet } from '../../../../src/wire/parseInPage.ts';
import { describe, expect, it } from 'vitest';
import { openFileArchive } from '../../../../monitor/src/archive/fileArchive.ts';
import { openConnection } from '../../../../monitor/src/index/connection.ts';
import { MIGRATIONS } from '../../../../monitor/src/index/migrations.ts';
import { hashOf } from '../../../../monitor/src/rules/canonical.ts';
import { APP, logIn, ORIGIN, useMonitors } from './monitors.ts';
import { poll } from '../feedback/asking.ts';
import { makeId, makeIds, makeLines, START_AT } from './segments.ts';

const monitors = useMonitors();
/** Steps of the database that the version before rules and feedback had. */
const STEP_COUNT = 2;

const ORDERS = [
  { verb: 'send', lastMs: 180_000, liveMs: 60_000 },
  { verb: 'hold', forMs: 60_000 },
  { verb: 'drop', olderThanMs: 60_000 },
  { verb: 'capture', kinds: ['dom'] },
  { verb: 'stop' },
  { verb: 'image', target: 'viewport' },
];
const VERBS = ['buffer.send', 'buffer.hold', 'buffer.drop', 'capture.start', 'agent.sleep', 'image'];
const INSTRUCTIONS = ORDERS.map((order) => ({ order }));
const LIMITS = { perSession: 10, coolDownMs: 10_000 };
const IS_ERROR = ['==', ['get', 'record', 'kind'], 'error'];
const SOURCE = {
  ...{ version: 1, name: 'Old', capture: [{ kinds: ['dom', 'error'] }] },
  states: [{ id: 'shop', enter: 'record.kind == "navigation"' }],
  triggers: [
    {
      ...{ id: 'errors', type: 'count', when: 'record.kind == "error"', times: 3, withinMs: 60_000 },
      instructions: INSTRUCTIONS,
    },
    { id: 'one', type: 'match', when: 'record.kind == "error"', where: 'monitor', instructions: INSTRUCTIONS },
  ],
};
/** As the version before compiled it. */
const COMPILED = {
  ...{ version: 1, name: 'Old', capture: [{ kinds: ['dom', 'error'] }], screen: [], providers: [] },
  states: [{ id: 'shop', enter: ['==', ['get', 'record', 'kind'], 'navigation'], observes: ['navigation'] }],
  buffer: { minutes: 3, maxBytes: 20_000_000, checkpointEveryMs: 60_000 },
  session: { idleMinutes: 30, maxMinutes: 720 },
  ...{ privacy: {}, sample: 1 },
  triggers: [
    {
      ...{ type: 'count', when: IS_ERROR, times: 3, withinMs: 60_000, id: 'errors', where: 'page', limits: LIMITS },
      ...{ instructions: INSTRUCTIONS, observes: ['error'] },
    },
    {
      ...{ type: 'match', when: IS_ERROR, id: 'one', where: 'monitor', limits: LIMITS },
      ...{ instructions: INSTRUCTIONS, observes: ['error'] },
    },
  ],
};
/** Ways in which an operator may have written a verb. */
const SPELLINGS = {
  compact: (text: string) => text,
  spaced: (text: string) => text.replaceAll('"verb":', '"verb": '),
  airy: (text: string) => text.replaceAll('"verb":', '"verb" : '),
};

/** A folder as the version before has left it: a session with a segment, a rule set, instructions and acknowledgements. */
async function makeOldFolder(dataDir: string, text: string) {
  const ids = makeIds();
  const { sessionId, tabId, pageId } = ids;
  const archive = await openFileArchive({ folder: path.join(dataDir, 'archive') });
  const bytes = makeLines(ids, 0, 3);
  await archive.put({ app: APP, sessionId, pageId, first: 0, last: 3 }, bytes);
  await archive.close();
  const database = openConnection(path.join(dataDir, 'index.db'), { waitMs: 1_000 });
  const insert = (table: string, row: Record<string, string | number | null>) => {
    const names = Object.keys(row);
    const sql = `INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`;
    database.prepare(sql).run(Object.values(row));
  };
  for (const [index, step] of MIGRATIONS.slice(0, STEP_COUNT).entries()) {
    database.exec(`BEGIN; ${step}; PRAGMA user_version = ${String(index + 1)}; COMMIT;`);
  }
  const lastAt = START_AT + 3_000;
  insert('apps', { key: APP, name: 'Shop', allowed_origins_json: JSON.stringify([ORIGIN]), created_at: 1 });
  insert('sessions', {
    ...{ session_id: sessionId, app: APP, started_at: START_AT, last_at: lastAt, state: 'running', url: '' },
    ...{ user_agent: '', page_count: 1, error_count: 0, failed_request_count: 0, archived_record_count: 4 },
    ...{ archived_bytes: bytes.length, archived_from_at: START_AT, archived_to_at: lastAt, fired_triggers_json: '[]' },
  });
  insert('segments', {
    ...{ page_id: pageId, first: 0, last: 3, session_id: sessionId, tab_id: tabId, app: APP, first_at: START_AT },
    ...{ last_at: lastAt, checkpoint: 0, clock_offset_ms: 0, bytes: bytes.length, error_count: 0 },
    ...{ failed_request_count: 0, fired_triggers_json: '[]' },
  });
  const hash = hashOf(COMPILED);
  const published = { revision: 7, hash, publishedAt: 5, dormant: false, rules: COMPILED };
  const about = { app: APP, revision: 7, hash, published_at: 5, name: 'Old' };
  insert('rule_revisions', { ...about, text, published_json: JSON.stringify(published) });
  const word = { app: APP, session_id: sessionId, tab_id: tabId, page_id: pageId, at: START_AT, outcome: 'applied' };
  for (const order of ORDERS) {
    const id = makeId();
    const times = { issuedAt: START_AT, expiresAt: START_AT + 300_000 };
    const row = { id, app: APP, session_id: sessionId, issued_at: times.issuedAt, expires_at: times.expiresAt };
    insert('instructions', {
      ...row,
      instruction_json: JSON.stringify({ id, order, address: { sessionId }, ...times }),
    });
    insert('acknowledgements', { ...word, instruction_id: id });
  }
  // What the page gave itself is known by its acknowledgement alone.
  insert('acknowledgements', {
    ...word,
    instruction_id: makeId(),
    verb: 'send',
    trigger_id: 'errors',
    code: 'x'.repeat(500),
  });
  insert('acknowledgements', { ...word, rules_hash: hash });
  database.close();
  return { ids, bytes, oldHash: hash };
}

interface Detail {
  pages: { ranges: object[] }[];
  instructions: { verb: string; acknowledgements: object[] }[];
}

describe('a monitor that opens the data of the version before', () => {
  it.each(Object.entries(SPELLINGS))('serves its rule set with the verbs of today (%s)', async (_name, spell) => {
    const dataDir = await monitors.makeFolder();
    const text = spell(JSON.stringify(SOURCE));
    const { oldHash } = await makeOldFolder(dataDir, text);
    const monitor = await monitors.start({ dataDir });
    const reply = await poll(monitor, makeIds(), { rules: oldHash });
    const rules = parsePublishedRuleSet(reply.json<{ rules: unknown }>().rules);
    expect([rules.revision, rules.hash]).toEqual([7, hashOf(rules.rules)]);
    for (const { instructions } of rules.rules.triggers) {
      expect(instructions.map(({ order }) => order.verb)).toEqual(VERBS);
    }
    const operator = await logIn(monitor);
    const shown = (await operator.get(`/v1/apps/${APP}/rules`)).json<{ current: { text: string } }>();
    const again = await operator.post(`/v1/apps/${APP}/rules`, { text: shown.current.text });
    expect([again.statusCode, again.json()]).toMatchObject([200, { unchanged: true, revision: 7 }]);
  });

  it('has its sessions, segments, instructions and acknowledgements', async () => {
    const dataDir = await monitors.makeFolder();
    const { ids, bytes } = await makeOldFolder(dataDir, JSON.stringify(SOURCE));
    const monitor = await monitors.start({ dataDir });
    const operator = await logIn(monitor);
    const detail = (await operator.get(`/v1/sessions/${ids.sessionId}`)).json<Detail>();
    expect(detail).toMatchObject({ session: { archivedRecordCount: 4, archivedBytes: bytes.length } });
    expect(detail.pages).toMatchObject([{ ranges: [{ first: 0, last: 3, partial: false }], gaps: [] }]);
    expect(detail.instructions.map(({ verb }) => verb).sort()).toEqual([...VERBS, 'buffer.send'].sort());
    expect(detail.instructions.every(({ acknowledgements }) => acknowledgements.length === 1)).toBe(true);
    const records = (await operator.get(`/v1/sessions/${ids.sessionId}/records`)).json<{ records: object[] }>();
    expect(records.records).toHaveLength(4);
  });
});
