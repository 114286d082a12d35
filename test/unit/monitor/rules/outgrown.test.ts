import path from 'node:path';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { openConnection } from '../../../../monitor/src/index/connection.ts';
import type { Monitor } from '../../../../monitor/src/main.ts';
import { APP, logIn, useMonitors } from '../core/monitors.ts';
import { makeIds } from '../core/segments.ts';
import { poll, RULES } from '../feedback/asking.ts';

const monitors = useMonitors();
const URL_RULES = `/v1/apps/${APP}/rules`;
/** A word that the language no longer has. */
const OUTGROWN = RULES('two').replace('capture', 'record');

interface Shown {
  current: { revision: number; text: string; source: object | null; problems?: object[] } | null;
  history: { revision: number; problem?: string }[];
}

/** A monitor on the folder of another one that took the second revision, and read it otherwise. */
async function upgrade(change: { text?: string; published_json?: string }, from = 2) {
  const dataDir = await monitors.makeFolder();
  const before = await monitors.start({ dataDir });
  await before.publishRules(APP, RULES('one'));
  await before.publishRules(APP, RULES('two'));
  await before.close();
  const database = openConnection(path.join(dataDir, 'index.db'), { waitMs: 1_000 });
  for (const [column, value] of Object.entries(change)) {
    database.prepare(`UPDATE rule_revisions SET ${column} = ? WHERE revision >= ?`).run([value, from]);
  }
  database.close();
  const lines: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => lines.push(line) });
  const monitor = await monitors.start({ dataDir, logger });
  const warnings = () => lines.filter((line) => line.includes('revision'));
  return { monitor, operator: await logIn(monitor), warnings };
}

const served = async (monitor: Monitor) =>
  (await poll(monitor, makeIds())).json<{ rules: { revision: number; rules: { name: string } } }>().rules;

describe('a revision that does not compile any more', () => {
  it('is shown with its problems, and served as it was compiled', async () => {
    const { monitor, operator, warnings } = await upgrade({ text: OUTGROWN });
    const reply = await operator.get(URL_RULES);
    expect(reply.statusCode).toBe(200);
    const { current, history } = reply.json<Shown>();
    expect(current).toMatchObject({ revision: 2, text: OUTGROWN, source: null });
    expect(current?.problems).toMatchObject([{ path: 'record', line: 1 }]);
    expect(history.map(({ revision, problem = '' }) => [revision, problem.includes('line 1')])).toEqual([
      [2, true],
      [1, false],
    ]);
    expect((await operator.get(`${URL_RULES}/2`)).json()).toMatchObject({ source: null, problems: [{ line: 1 }] });
    expect(await served(monitor)).toMatchObject({ revision: 2, rules: { name: 'two' } });
    for (let count = 0; count < 3; count += 1) await poll(monitor, makeIds());
    expect(warnings()).toHaveLength(1);
  });

  it('gives way to the last one that is understood where its compiled form is not, either', async () => {
    const { monitor, operator, warnings } = await upgrade({ text: OUTGROWN, published_json: '{"version":9}' });
    const { current, history } = (await operator.get(URL_RULES)).json<Shown>();
    expect([current?.revision, history.map(({ problem }) => problem !== undefined)]).toEqual([1, [true, false]]);
    expect((await operator.get(`${URL_RULES}/2`)).json()).toMatchObject({ text: OUTGROWN, source: null });
    expect(await served(monitor)).toMatchObject({ revision: 1, rules: { name: 'one' } });
    expect(warnings()).toHaveLength(1);
  });

  it('is followed by the next revision, also one that says what is served', async () => {
    const { monitor, operator } = await upgrade({ published_json: 'no JSON' });
    const stale = await operator.post(URL_RULES, { text: RULES('one'), baseRevision: 1 });
    expect(stale.json()).toMatchObject({ error: { code: 'rule_set_stale', detail: { revision: 2 } } });
    const next = await operator.post(URL_RULES, { text: RULES('one'), baseRevision: 2 });
    expect([next.statusCode, next.json()]).toMatchObject([201, { revision: 3, unchanged: false }]);
    const back = await operator.post(`${URL_RULES}/rollback`, { revision: 2 });
    expect([back.statusCode, back.json()]).toMatchObject([201, { revision: 4 }]);
    expect(await served(monitor)).toMatchObject({ revision: 4, rules: { name: 'two' } });
  });

  it('leaves agents without rules where there is no other', async () => {
    const { monitor, operator, warnings } = await upgrade({ published_json: 'no JSON' }, 1);
    const { current, history } = (await operator.get(URL_RULES)).json<Shown>();
    expect([current, history.map(({ problem }) => problem !== undefined)]).toEqual([null, [true, true]]);
    expect(await served(monitor)).toBeUndefined();
    expect(warnings()).toHaveLength(1);
    const next = await operator.post(URL_RULES, { text: RULES('three'), baseRevision: 2 });
    expect([next.statusCode, next.json()]).toMatchObject([201, { revision: 3 }]);
  });
});
