import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createChangeLog,
  declarationEvents,
  logDeclaration,
  logRule,
  type ChangeLog,
  type Declaration,
} from '../../../src/capture/recorder/sheets/changeLog.ts';

const log = () => createChangeLog<string>();

/** As a player takes them: of each event first what it adds, then what it removes. */
function play(rules: string[], { events }: ChangeLog<string>): string[] {
  const played = [...rules];
  for (const { adds = [], removes = [] } of events) {
    for (const { rule, index } of adds) played.splice(Number(index), 0, rule);
    for (const { index } of removes) played.splice(Number(index), 1);
  }
  return played;
}

test('played as they are told, changes lead to the same rules', () => {
  const step = fc.record({ at: fc.nat(20), rule: fc.option(fc.string({ minLength: 1 }), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(step), (rules, steps) => {
      const changes = log();
      const live = [...rules];
      for (const { at, rule } of steps) {
        const index = at % (live.length + 1);
        if (rule === undefined && index === live.length) continue;
        if (rule === undefined) live.splice(index, 1);
        else live.splice(index, 0, rule);
        logRule(changes, index, rule);
      }
      expect(play(rules, changes)).toEqual(live);
    }),
  );
});

test('a log that is too long says so, and holds nothing any more', () => {
  for (const note of [
    (changes: ChangeLog<string>, index: number) => {
      logRule(changes, index, 'p {}');
    },
    (changes: ChangeLog<string>, index: number) => {
      logDeclaration(changes, `rule ${index}`, 'color', { value: 'red', priority: '' });
    },
    (changes: ChangeLog<string>, index: number) => {
      logDeclaration(changes, 'rule', `--name-${index}`);
    },
  ]) {
    const changes = log();
    for (let index = 0; index < 400; index += 1) note(changes, index);
    expect(changes.isVoid).toBe(false);
    for (let index = 400; index < 900; index += 1) note(changes, index);
    expect(changes).toMatchObject({ isVoid: true, events: [] });
    expect(changes.declarations.size).toBe(0);
  }
});

test('however often something is declared, it is told once, as it is, after what was declared before', () => {
  const changes = log();
  const values = new Map<string, Declaration>([
    ['color', { value: 'red', priority: 'important' }],
    ['content', { value: '"Jane"', priority: '' }],
  ]);
  for (let index = 0; index < 1_000; index += 1)
    logDeclaration(changes, 'rule', 'color', { value: 'no', priority: '' });
  logDeclaration(changes, 'rule', 'margin', { value: '1px', priority: '' });
  logDeclaration(changes, 'rule', 'display');
  logDeclaration(changes, 'rule', 'content', { value: 'x', priority: '' });
  logDeclaration(changes, 'rule', 'color', { value: 'no', priority: '' });
  logDeclaration(changes, 'gone', 'color', { value: 'no', priority: '' });
  const paths = {
    of: (rule: string) => (rule === 'gone' ? undefined : [3, 1]),
    read: (_rule: string, name: string) => values.get(name) ?? { value: '', priority: '' },
  };
  expect(declarationEvents(changes, paths, 'text')).toEqual([
    { index: [3, 1], set: { property: 'margin', value: '1px', priority: '' } },
    { index: [3, 1], remove: { property: 'display' } },
    { index: [3, 1], set: { property: 'content', value: '"****"', priority: '' } },
    { index: [3, 1], set: { property: 'color', value: 'red', priority: 'important' } },
  ]);
});
