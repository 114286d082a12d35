import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../../monitor/src/index/database.ts';
import { createSqliteInstructionStore } from '../../../../monitor/src/feedback/sqliteInstructionStore.ts';
import { createSqliteRuleStore } from '../../../../monitor/src/rules/sqliteRuleStore.ts';
import { acknowledgement, describeInstructionStore, instruction, uuid } from './describeInstructionStore.ts';
import { describeRuleStore, revision } from './describeRuleStore.ts';

describeRuleStore('SQLite', () => {
  const database = openDatabase(':memory:');
  return { store: createSqliteRuleStore(database), close: () => database.destroy() };
});

describeInstructionStore('SQLite', () => {
  const database = openDatabase(':memory:');
  return { store: createSqliteInstructionStore(database), close: () => database.destroy() };
});

it('rules, instructions and acknowledgements are there after the file was closed', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rewindow-rules-'));
  const file = path.join(folder, 'index.db');
  try {
    const first = openDatabase(file);
    await createSqliteRuleStore(first).add('shop', revision(1));
    const cursor = await createSqliteInstructionStore(first).add('shop', instruction(1));
    await createSqliteInstructionStore(first).acknowledge('shop', [acknowledgement({ instructionId: uuid(101) })]);
    await first.destroy();
    const second = openDatabase(file);
    expect(await createSqliteRuleStore(second).current('shop')).toEqual(revision(1));
    const store = createSqliteInstructionStore(second);
    expect((await store.listBySession(uuid(1)))[0]?.acknowledgements).toHaveLength(1);
    expect(Number(await store.add('shop', instruction(2)))).toBeGreaterThan(Number(cursor));
    await second.destroy();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
