import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Summary } from 'rewindow/wire';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../../monitor/src/index/database.ts';
import { createSessionIndex } from '../../../../monitor/src/index/sessionIndex.ts';
import { createSqliteInstructionStore } from '../../../../monitor/src/feedback/sqliteInstructionStore.ts';
import { createSqliteRuleStore } from '../../../../monitor/src/rules/sqliteRuleStore.ts';
import { acknowledgement, describeInstructionStore, instruction, uuid } from './describeInstructionStore.ts';
import { describeUserInstructions } from './describeUserInstructions.ts';
import { describeRuleStore, revision } from './describeRuleStore.ts';

describeRuleStore('SQLite', () => {
  const database = openDatabase(':memory:');
  return { store: createSqliteRuleStore(database), close: () => database.destroy() };
});

const openInstructions = (now: () => number) => {
  const database = openDatabase(':memory:');
  const index = createSessionIndex(database);
  return {
    store: createSqliteInstructionStore(database, now),
    close: () => database.destroy(),
    nameUser: (sessionId: string, user: string) => index.putSummary('shop', summary(sessionId, user)),
  };
};
describeInstructionStore('SQLite', openInstructions);
describeUserInstructions('SQLite', openInstructions);

function summary(sessionId: string, user: string): Summary {
  const pageId = uuid(5_000 + Number(sessionId.slice(-4)));
  return {
    ...{ version: 1, sessionId, tabId: uuid(10), pageId, at: 1, clockOffsetMs: 0, startedAt: 1, lastAt: 1 },
    ...{ state: 'running', user, url: '', userAgent: '', counts: {}, states: [], firedTriggers: [] },
    ring: { bytes: 0, segmentCount: 0, isShort: false },
    agent: { version: '0', worker: 'url', storage: 'memory', reasons: [] },
  };
}

it('rules, instructions and acknowledgements are there after the file was closed', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rewindow-rules-'));
  const file = path.join(folder, 'index.db');
  try {
    const first = openDatabase(file);
    await createSqliteRuleStore(first).add('shop', revision(1));
    const cursor = await createSqliteInstructionStore(first, Date.now).add('shop', instruction(1));
    await createSqliteInstructionStore(first, Date.now).acknowledge('shop', [
      acknowledgement({ instructionId: uuid(101) }),
    ]);
    await first.destroy();
    const second = openDatabase(file);
    expect(await createSqliteRuleStore(second).current('shop')).toEqual(revision(1));
    const store = createSqliteInstructionStore(second, Date.now);
    expect((await store.listBySession('shop', uuid(1)))[0]?.acknowledgements).toHaveLength(1);
    expect(Number(await store.add('shop', instruction(2)))).toBeGreaterThan(Number(cursor));
    await second.destroy();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('nothing is kept of a session that was erased, whoever still names it', async () => {
  const database = openDatabase(':memory:');
  const index = createSessionIndex(database);
  const store = createSqliteInstructionStore(database, () => 10);
  await index.putSummary('shop', summary(uuid(1), 'ada'));
  await index.putSummary('shop', summary(uuid(2), 'ada'));
  const { address: _, ...given } = instruction(1);
  await store.addForUser('shop', 'ada', { ...given, address: {} });
  await index.markErased('shop', uuid(1));
  await store.removeSession(uuid(1));
  // Its page asks and acknowledges until it hears of it, and a trigger may just have fired.
  expect((await store.listAfter('shop', [uuid(1)], undefined, 10)).instructions).toEqual([]);
  expect(await store.listOpen('shop', uuid(1), 10)).toEqual([]);
  await store.add('shop', instruction(2));
  const rulesHash = 'a'.repeat(64);
  await store.acknowledge('shop', [
    acknowledgement({ instructionId: uuid(101) }),
    acknowledgement({ rulesHash, pageId: uuid(20) }),
  ]);
  expect([await store.listBySession('shop', uuid(1)), await store.listByRules('shop', rulesHash)]).toEqual([[], []]);
  expect((await store.listAfter('shop', [uuid(2)], undefined, 10)).instructions).toHaveLength(1);
  await database.destroy();
});

it('what was left of a session whose erasure broke off goes by itself', async () => {
  const database = openDatabase(':memory:');
  const store = createSqliteInstructionStore(database, () => 10);
  await store.add('shop', instruction(1));
  await store.add('shop', instruction(2, { address: { sessionId: uuid(2) } }));
  await createSessionIndex(database).markErased('shop', uuid(1));
  await store.acknowledge('shop', []);
  expect(await store.listBySession('shop', uuid(1))).toEqual([]);
  expect(await store.listBySession('shop', uuid(2))).toHaveLength(1);
  await database.destroy();
});
