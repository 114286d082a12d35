import { expect, test } from 'vitest';
import * as v from 'valibot';
import { PublishedRuleSet, RuleSet } from 'rewindow/wire';
import { toQuiet } from '../../../src/boot/quietRules.ts';
import { parseOutline } from '../../../src/wire/parseOutline.ts';
import { createAgent, createBrowser, openPage, rules, turn } from './adopting.ts';

/** A page whose agent keeps what it is started with, and instructions that may wait. */
function open(more: Parameters<typeof openPage>[1] = {}) {
  const started: object[] = [];
  const adopted: object[] = [];
  const call = { isWaiting: false, isRecording: false };
  const page = openPage(createBrowser(), {
    isCalled: () => call.isWaiting,
    load: () =>
      Promise.resolve((next: object) => {
        started.push(next);
        if (JSON.stringify(next).includes('bad')) throw new Error('bad rules');
        return createAgent({
          adopt: (later) => void adopted.push(later),
          isRecording: () => call.isRecording,
          stop: () => page.said.push('stopped'),
        });
      }),
    ...more,
  });
  const instruct = async () => {
    call.isWaiting = true;
    page.adoption.rouse();
    await turn();
  };
  return { ...page, started, adopted, call, instruct };
}

test('a dormant page loads nothing before it is called; then the agent starts, and the page is as dormant as it was', async () => {
  const { adoption, said, started, instruct, call } = open();
  adoption.adopt(rules('good', { dormant: true }));
  adoption.rouse();
  await turn();
  expect([started, adoption.agent()]).toEqual([[], undefined]);
  await instruct();
  expect(said).toEqual(['good applied', 'started']);
  expect(started).toEqual([rules('good', { dormant: true })]);
  expect([adoption.phase(), adoption.reason()]).toEqual(['dormant', 'rules_empty']);
  call.isRecording = true;
  expect([adoption.phase(), adoption.reason()]).toEqual(['recording', undefined]);
});

test('a session that is not among the share does not record by its rules when it is called', async () => {
  const { adoption, started, instruct } = open();
  adoption.adopt(rules('good', { rules: { sample: 0.2 } }));
  await instruct();
  expect(started).toMatchObject([{ hash: 'good', dormant: true, rules: { sample: 0.2 } }]);
});

test('without any rules the agent starts with none; where some were refused all is masked', async () => {
  const bare = open();
  bare.adoption.rest();
  await bare.instruct();
  expect(bare.started).toEqual([{ dormant: true }]);
  bare.adoption.rest();
  expect([bare.adoption.phase(), bare.said]).toEqual(['dormant', ['started']]);
  const refused = open();
  refused.adoption.adopt(rules('bad'));
  await turn();
  await refused.instruct();
  expect(refused.started.at(-1)).toEqual({ dormant: true, rules: { privacy: { mask: 'all' } } });
  expect(refused.adoption.agent()).toBeDefined();
});

test('rules that come later wake the same agent, and put it to sleep; those of a called page leave it its work', async () => {
  const { adoption, said, adopted, instruct, call } = open();
  adoption.adopt(rules('good 1', { dormant: true }));
  await instruct();
  adoption.adopt(rules('good 2', { dormant: true }));
  expect([adopted, adoption.phase()]).toEqual([[rules('good 2', { dormant: true })], 'dormant']);
  adoption.adopt(rules('good 3'));
  expect([adopted.at(-1), adoption.phase()]).toEqual([rules('good 3'), 'recording']);
  call.isWaiting = false;
  adoption.adopt(rules('good 4', { dormant: true }));
  await turn();
  expect([adoption.phase(), adoption.agent(), said.filter((word) => word === 'started')]).toEqual([
    ...['dormant', undefined],
    ['started'],
  ]);
});

test('called while rules are refused, or while their code loads, exactly one agent starts', async () => {
  const { adoption, said, instruct } = open();
  adoption.adopt(rules('good 1', { dormant: true }));
  adoption.adopt(rules('good 2'));
  await instruct();
  expect(said.filter((word) => word === 'started')).toHaveLength(1);
  expect(adoption.phase()).toBe('recording');
  const other = open();
  other.adoption.adopt(rules('good 1', { dormant: true }));
  other.adoption.adopt(rules('bad', { revision: 2 }));
  await other.instruct();
  await turn();
  expect(other.said).toEqual(['good 1 applied', 'bad refused', 'started']);
  expect(other.adoption.phase()).toBe('dormant');
});

test('what can not start is noted, and a page that has stopped starts nothing', async () => {
  const { adoption, said, instruct } = open();
  adoption.adopt(rules('bad', { dormant: true }));
  await instruct();
  expect(said).toEqual(['bad applied', 'noted Error: bad rules']);
  const stopped = open();
  stopped.adoption.adopt(rules('good', { dormant: true }));
  stopped.call.isWaiting = true;
  stopped.adoption.rouse();
  stopped.adoption.stop();
  await turn();
  expect(stopped.started).toEqual([]);
});

test('a monitor that is silent for too long puts a called page to sleep, too', async () => {
  const { adoption, instruct } = open();
  adoption.adopt(rules('good', { dormant: true }));
  await instruct();
  adoption.sleep();
  await turn();
  expect([adoption.agent(), adoption.phase()]).toEqual([undefined, 'dormant']);
});

test('quiet rules are rules as the wire has them, without all that makes records', () => {
  const whole = v.parse(PublishedRuleSet, {
    ...{ revision: 3, hash: 'a'.repeat(64), publishedAt: 5, dormant: false },
    rules: {
      ...{ version: 1, name: 'x', privacy: { mask: 'text' }, link: { cellular: 'hold' } },
      capture: [{ kinds: ['custom'] }],
      screen: [{ id: 'view', everyMs: 1_000, observes: [] }],
    },
  });
  const quiet = v.parse(PublishedRuleSet, toQuiet({ ...whole, dormant: true }));
  expect(quiet).toEqual({ ...whole, dormant: true, rules: { ...whole.rules, capture: [], screen: [] } });
  const bare = parseOutline(toQuiet({ dormant: true }));
  const link = expect.objectContaining({ slowKbps: 300, maxHoldMinutes: 60 }) as object;
  expect(bare.rules).toEqual({ ...v.parse(RuleSet, { version: 1, name: 'none' }), link });
  expect(parseOutline(toQuiet({ dormant: true, rules: { privacy: { mask: 'all' } } })).rules.privacy.mask).toBe('all');
});
