import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleSetSchema } from '../../../../monitor/src/rules/ruleSetSchema.ts';
import { useCommand } from '../core/commands.ts';
import { APP } from '../core/monitors.ts';
import { BROKEN, runCommand } from './commandLine.ts';

const DEMO = path.resolve(import.meta.dirname, '../../../../demo/rules/checkout.json');
const EMPTY = '{ "version": 1, "name": "empty" }';

describe('rewindow', () => {
  it.each<[string[], RegExp]>([
    [[], /Say what to do/],
    [['rulez'], /no command "rulez"/],
    [['rules'], /takes check, test, publish or schema/],
    [['rules', 'check'], /needs a file/],
    [['rules', 'check', '--nonsense', 'a'], /nonsense/],
    [['rules', 'check', 'missing.json'], /missing\.json: there is no such file/],
    [['rules', 'test', DEMO, 'missing.json'], /missing\.json: there is no such file/],
    [['rules', 'publish', 'a.json', '--app', 'a b'], /--app takes the key/],
    [['rules', 'publish', 'a.json', '--app', APP], /--monitor takes the address/],
    [['rules', 'publish', 'a.json', '--app', APP, '--monitor', 'file:///a'], /--monitor takes the address/],
    [
      ['rules', 'publish', 'a.json', '--app', APP, '--monitor', 'http://[::1]:9/'],
      /REWINDOW_TOKEN or REWINDOW_PASSWORD/,
    ],
    [
      ['rules', 'publish', 'a.json', '--app', APP, '--monitor', 'http://[::1]:9/', '--share', '2'],
      /from 0 to 1, not "2"/,
    ],
    [['rules', 'publish', 'a.json', '--app', APP, '--monitor', 'http://[::1]:9/', '--base', '-1'], /base/],
  ])('ends with 2 where it can not do what %j asks', async (args, message) => {
    const { code, output, errors } = await runCommand(args);
    expect([code, output]).toEqual([2, '']);
    expect(errors).toMatch(message);
  });

  it('explains itself', async () => {
    const { code, output } = await runCommand(['--help']);
    expect([code, output]).toEqual([0, expect.stringContaining('rewindow rules check FILE')]);
    expect((await runCommand(['--version'])).output).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('prints the schema', async () => {
    const { code, output } = await runCommand(['rules', 'schema']);
    expect([code, JSON.parse(output)]).toEqual([0, ruleSetSchema()]);
  });
});

describe('rewindow rules check', () => {
  it('says of a fine rule set where its triggers run', async () => {
    const { code, output, errors } = await runCommand(['rules', 'check', 'e.json', DEMO], {
      files: { 'e.json': EMPTY },
    });
    expect([code, errors]).toEqual([0, '']);
    expect(output).toBe(`e.json: fine (agents stay asleep)\n${DEMO}: fine (triggers: 5, in the monitor: 1)`);
  });

  it('checks test files as such, each with its rule set, as in rules/*.json', async () => {
    const cases = '[{ "name": "one", "records": [], "expect": { "fired": [] } }]';
    const files = { 'e.json': EMPTY, 'e.test.json': cases, 'b.json': BROKEN, 'b.test.json': cases };
    const fine = await runCommand(['rules', 'check', 'e.json', 'e.test.json'], { files });
    expect([fine.code, fine.errors]).toEqual([0, '']);
    expect(fine.output).toBe('e.json: fine (agents stay asleep)\ne.test.json: fine (cases: 1)');
    const wrong = { ...files, 'e.test.json': cases.replace('fired', 'fried') };
    const { code, errors } = await runCommand(['rules', 'check', 'e.test.json', 'e.json'], { files: wrong });
    expect([code, errors]).toEqual([1, expect.stringMatching(/^e\.test\.json:1:\d+: .*fried/)]);
    const broken = await runCommand(['rules', 'check', 'b.test.json'], { files });
    expect([broken.code, broken.output]).toEqual([1, '']);
    expect(broken.errors).toMatch(/^b\.json:4:43: /);
    const both = await runCommand(['rules', 'check', 'b.json', 'b.test.json'], { files });
    expect([both.code, both.errors.split('\n')]).toEqual([1, [broken.errors]]);
    const json = await runCommand(['rules', 'check', '--json', 'e.json', 'e.test.json'], { files: wrong });
    expect(JSON.parse(json.output)).toMatchObject({
      files: [
        { file: 'e.json', valid: true },
        { file: 'e.test.json', valid: false, problems: [{ line: 1 }] },
      ],
    });
  });

  it('names the place of what is wrong, as compilers do', async () => {
    const files = { 'a.json': BROKEN, 'e.json': EMPTY, 'j.json': '{' };
    const { code, output, errors } = await runCommand(['rules', 'check', 'a.json', 'e.json', 'j.json'], { files });
    expect([code, output]).toEqual([1, 'e.json: fine (agents stay asleep)']);
    expect(errors.split('\n')).toEqual([
      'a.json:4:43: record has no field "statu", did you mean record.status? (screen[0].when)',
      expect.stringMatching(/^j\.json:1:2: /),
    ]);
  });

  it('says it as JSON, too', async () => {
    const files = { 'a.json': BROKEN };
    const { code, output, errors } = await runCommand(['rules', 'check', '--json', 'a.json', DEMO], { files });
    expect([code, errors]).toEqual([1, '']);
    const { files: said } = JSON.parse(output);
    expect(said).toMatchObject([
      { file: 'a.json', valid: false, problems: [{ line: 4, column: 43, path: 'screen[0].when' }], placement: [] },
      { file: DEMO, valid: true, problems: [], dormant: false },
    ]);
    expect(said[1].placement.map(({ id, where }: { id: string; where: string }) => [id, where])).toContainEqual([
      'oftenInTrouble',
      'monitor',
    ]);
  });
});

describe('rewindow rules test', () => {
  const rules = readFileSync(DEMO, 'utf8');
  const play = (cases: unknown, args: string[] = []) =>
    runCommand(['rules', 'test', ...args, 'a.json'], {
      files: { 'a.json': rules, 'a.test.json': typeof cases === 'string' ? cases : JSON.stringify(cases, null, 1) },
    });
  const toPayment = { kind: 'navigation', atMs: 0, data: { path: '/checkout/payment' } };
  const one = (parts: object) => [{ name: 'one', records: [toPayment], expect: { fired: [] }, ...parts }];

  it('passes the cases of the demo, by either name', async () => {
    for (const file of [DEMO, DEMO.replace('.json', '.test.json')]) {
      const { code, output, errors } = await runCommand(['rules', 'test', file]);
      expect([code, errors]).toEqual([0, '']);
      expect(output).toMatch(/ {2}ok {4}three refusals.*\n[^]*\n7 passed, 0 failed$/);
    }
  });

  it('shows what went another way', async () => {
    const { code, output } = await play(
      one({
        untilMs: 90_000,
        expect: {
          fired: ['threeRefusals', { id: 'offerCall', atMs: 1 }],
          entered: ['checkout', 'payment'],
          states: ['payment'],
          forward: ['live'],
        },
      }),
    );
    expect(code).toBe(1);
    expect(output.split('\n').map((line) => line.trim())).toEqual([
      'a.test.json',
      'FAIL  one',
      ...['fired:', '- threeRefusals', '- offerCall at 1 ms', '+ offerCall at 60000 ms'],
      ...['states:', '+ checkout', 'payment'],
      ...['forward:', '- live', '+ onRequest'],
      '0 passed, 1 failed (- expected, + happened)',
    ]);
    const json = await play(one({ expect: { states: [] } }), ['--json']);
    expect([json.code, JSON.parse(json.output)]).toMatchObject([
      1,
      {
        files: [
          {
            file: 'a.test.json',
            problems: [],
            cases: [{ name: 'one', passed: false, differences: [{ what: 'states' }] }],
          },
        ],
      },
    ]);
  });

  it('leaves out of account what a case says nothing of', async () => {
    expect((await play(one({ untilMs: 90_000, expect: { states: ['payment', 'checkout'] } }))).code).toBe(0);
  });

  it('knows what the page and the monitor know', async () => {
    const error = { kind: 'error', atMs: 5, data: { name: 'TypeError' } };
    const given = { records: [error], audiences: ['team'], expect: { fired: ['oftenInTrouble'] } };
    expect((await play(one({ ...given, profile: { errorCount: 11 } }))).code).toBe(0);
    expect((await play(one({ ...given, profile: { errorCount: 10 } }))).code).toBe(1);
    expect((await play(one({ ...given, profile: { errorCount: 11 }, audiences: [] }))).code).toBe(1);
  });

  it.each<[string, unknown, string, RegExp]>([
    ['no JSON', '[', 'a.test.json:1:2', /not closed/],
    ['no case', [], 'a.test.json:1:1', /there is no case/],
    ['a case without expectation', one({ expect: {} }), 'a.test.json:13:13', /expects something/],
    ['a field that there is not', one({ record: [] }), 'a.test.json:16:3', /no field "record"/],
    ['a kind that there is not', one({ records: [{ kind: 'netwrk', atMs: 1 }] }), 'a.test.json:6:13', /not known here/],
    ['a trigger that there is not', one({ expect: { fired: ['x'] } }), 'a.test.json:15:5', /has no "x"/],
    ['an audience that there is not', one({ audiences: ['x'] }), 'a.test.json:17:4', /no audience "x"/],
    [
      'a field that the kind does not have',
      one({ records: [{ ...toPayment, data: { status: 1 } }] }),
      'a.test.json:9:16',
      /navigation has no "status"/,
    ],
    [
      'a field of another type',
      one({ records: [{ ...toPayment, data: { path: 1 } }] }),
      'a.test.json:9:14',
      /Expected string/,
    ],
    [
      'time that runs backwards',
      one({ records: [{ ...toPayment, atMs: 5 }, toPayment] }),
      'a.test.json:14:13',
      /before the record above/,
    ],
  ])('refuses a file with %s', async (_what, cases, place, message) => {
    const { code, errors } = await play(cases);
    expect([code, errors.slice(0, place.length + 1)]).toEqual([1, `${place}:`]);
    expect(errors).toMatch(message);
  });

  it('says what is wrong with the rule set', async () => {
    const files = { 'a.json': BROKEN, 'a.test.json': '[]' };
    const { code, errors } = await runCommand(['rules', 'test', 'a.json'], { files });
    expect([code, errors]).toEqual([1, expect.stringMatching(/^a\.json:4:43: /)]);
  });
});

describe('the installed command', () => {
  const command = useCommand('rewindow');

  it('runs as a process of its own', async () => {
    const run = await command.run(['rules', 'test', DEMO]).ended;
    expect([run.code, run.errors]).toEqual([0, '']);
    expect(run.output).toMatch(/\n7 passed, 0 failed\n$/);
    expect((await command.run(['rules', 'check', 'missing.json']).ended).code).toBe(2);
  });
});
