import { expect, it } from 'vitest';
import { createTapEchoes } from '../../../../monitor/src/feedback/tapEchoes.ts';
import { compileRuleSet } from '../../../../monitor/src/rules/compile.ts';
import { APP } from '../core/monitors.ts';
import { makeId, makeIds } from '../core/segments.ts';

const TEXT = JSON.stringify({
  ...{ version: 1, name: 'one' },
  triggers: [
    {
      ...{ id: 'errors', type: 'match', when: 'record.kind == "error"' },
      instructions: [{ order: { verb: 'buffer.send', lastMs: 1_000 } }],
    },
  ],
});

it('what a page has ordered itself is told to each tap once, and no longer than it is meant', async () => {
  let now = 1_000;
  const compiled = compileRuleSet(TEXT);
  if ('problems' in compiled) throw new Error('does not compile');
  const published = { revision: 1, hash: 'a'.repeat(64), publishedAt: 1, dormant: false, rules: compiled.rules };
  const echoes = createTapEchoes({
    currentRules: () => Promise.resolve(published),
    wakeSession: () => undefined,
    now: () => now,
  });
  const ids = makeIds();
  const said = { instructionId: makeId(), triggerId: 'errors', verb: 'buffer.send', outcome: 'applied' as const };
  // Another application that knows the ids takes nothing away.
  await echoes.note('other', [{ ...ids, sessionId: makeId(), at: now, ...said }]);
  await echoes.note(APP, [{ ...ids, at: now, ...said }]);
  const tell = (tap: string) => echoes.list(APP, { tap, sessions: [ids.sessionId] });
  expect(tell('one').map(({ id }) => id)).toEqual([said.instructionId]);
  expect(tell('one')).toEqual([]);
  expect(echoes.list('other', { tap: 'two', sessions: [ids.sessionId] })).toEqual([]);
  now += 60_000;
  expect(tell('two')).toEqual([]);
});
