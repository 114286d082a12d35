import {
  AdoptionReply,
  BacktestReply,
  PublishReply,
  RulesReply,
  TrialReply,
  WhyReply,
} from '../../monitor/src/api/contract.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { inPhase } from './apiPage.ts';
import { expect, namesOf, test, type Rules } from './capabilities/steeredPage.ts';

/** What an operator does with rules beyond publishing them, through the documented API, against a page that runs. */
const custom = (name: string) => `record.kind == "custom" && record.name == "${name}"`;
const BASE: Rules = { capture: [{ kinds: ['custom', 'navigation'] }] };
const DRAFT: Rules = {
  ...BASE,
  states: [{ id: 'cart', url: '/cart' }],
  triggers: [
    {
      ...{ id: 'bigCart', type: 'value', when: custom('cart'), of: 'record.data.total', above: 100 },
      instructions: [{ order: { verb: 'buffer.send', lastMs: 60_000 } }],
    },
    {
      ...{ id: 'never', type: 'match', when: custom('never') },
      instructions: [{ order: { verb: 'assist.message', title: 'Never', text: 'shown' } }],
    },
  ],
};
const textOf = (rules: Rules, name = 'draft') => JSON.stringify({ version: 1, name, ...rules });

test('a staged revision reaches its share only, is raised, and is ended by going forward', async ({ open, api }) => {
  const site = await open(BASE);
  const url = `/v1/apps/${site.app}/rules`;
  const hashOf = async () => (await site.status()).rules?.hash;
  const before = await hashOf();
  const staged = await api.post(url, PublishReply, { text: textOf(DRAFT), share: 0 });
  let rules = await api.request(url, RulesReply);
  expect(rules.stage).toMatchObject({ revision: staged.revision, share: 0 });
  await site.carryOut({ order: { verb: 'rules' } });
  expect(await hashOf()).toBe(before);
  const put = (share: number) =>
    api.request(`${url}/stage`, RulesReply, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ revision: staged.revision, share }),
    });
  await put(0.9999999);
  await expect.poll(hashOf).toBe(staged.hash);
  await expect(put(0.5)).rejects.toThrow(/4\d\d/);
  const adoption = async () => (await api.request(`${url}/adoption`, AdoptionReply)).revisions;
  await expect
    .poll(async () => (await adoption()).find(({ revision }) => revision === staged.revision)?.appliedCount)
    .toBe(1);
  await api.request(`${url}/stage`, RulesReply, { method: 'DELETE' });
  await expect.poll(hashOf).toBe(before);
  rules = await api.request(url, RulesReply);
  expect(rules.stage).toBeNull();
  expect(rules.current?.revision).toBeGreaterThan(staged.revision);
});

test('a rolled-back rule set is a new revision', async ({ open, api }) => {
  const site = await open(BASE);
  const url = `/v1/apps/${site.app}/rules`;
  const hashOf = async () => (await site.status()).rules?.hash;
  const before = await hashOf();
  await site.publish(DRAFT);
  const back = await api.post(`${url}/rollback`, PublishReply, { revision: 1 });
  expect(back.revision).toBe(3);
  await expect.poll(hashOf).toBe(before);
});

test('back-test: which archived sessions a draft would have fired in, when, and at what cost', async ({
  open,
  api,
}) => {
  const site = await open(BASE);
  await site.goTo('/cart');
  await site.track('cart', { total: 50 });
  await site.track('cart', { total: 150 });
  expect(namesOf(await site.everything())).toHaveLength(2);
  const url = `/v1/apps/${site.app}/rules/backtests`;
  const begun = await api.post(url, BacktestReply, { text: textOf(DRAFT) });
  const done = await waitUntil('the back-test', async () => {
    const reply = await api.request(`${url}/${begun.id}`, BacktestReply);
    return reply.state === 'done' ? reply : undefined;
  });
  expect(done).toMatchObject({ doneCount: 1, totalCount: 1 });
  const hits = Object.fromEntries(done.hits.map((hit) => [hit.id, hit]));
  expect(hits['bigCart']).toMatchObject({ type: 'trigger', count: 1, sessionCount: 1 });
  expect(hits['bigCart']?.sessions[0]?.sessionId).toBe(site.sessionId);
  expect(hits['cart']).toMatchObject({ type: 'state', count: 1 });
  expect(hits['never']?.count ?? 0).toBe(0);
  expect(done.cost.archivedBytes).toBeGreaterThan(0);
  expect(done.cost.sentBytes).toBeGreaterThan(0);
  expect(done.cost.sentBytes).toBeLessThanOrEqual(done.cost.archivedBytes);
});

test('dry run: a draft is tried in a page that runs, and has no effect', async ({ open, api }) => {
  const site = await open(BASE);
  const url = `/v1/apps/${site.app}/rules/trial`;
  const started = await api.request(url, TrialReply, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: textOf(DRAFT), minutes: 5 }),
  });
  expect(started.trial?.share).toBe(1);
  const countOf = async () => {
    await site.track('cart', { total: 150 });
    await site.track('cart', { total: 50 });
    const { trial } = await api.request(url, TrialReply);
    return trial?.hits.find(({ id }) => id === 'bigCart')?.count ?? 0;
  };
  await expect.poll(countOf, { timeout: 60_000, intervals: [1_000] }).toBeGreaterThan(0);
  expect((await site.status()).recording?.firedTriggers).toEqual([]);
  expect(await site.records()).toEqual([]);
  await api.request(url, TrialReply, { method: 'DELETE' });
  expect((await api.request(url, TrialReply)).trial).toBeNull();
});

test('why was this recorded, or not: the agent and the rules answer', async ({ open, api }) => {
  const site = await open({ ...BASE, ...DRAFT });
  await site.track('cart', { total: 150 });
  await site.recordsWhen('the cart', (all) => namesOf(all).includes('cart'));
  const why = await api.request(`/v1/sessions/${site.sessionId}/why`, WhyReply);
  expect(why.verdict).toBe('recorded');
  expect(why.rules).toMatchObject({ revision: 1 });
  expect(why.trace.map(({ kind, id }) => `${kind} ${id}`)).toContain('trigger bigCart');

  const asleep = await open({ ...BASE, sample: 0 }, { phase: 'dormant' });
  const whyNot = await waitUntil('an answer', async () => {
    const reply = await api.request(`/v1/sessions/${asleep.sessionId}/why`, WhyReply).catch(() => undefined);
    return reply?.reasons.length === 0 ? undefined : reply;
  });
  expect(whyNot.verdict).toBe('not');
  expect(whyNot.reasons.map(({ code }) => code)).toContain('not_sampled');
  await inPhase(asleep.page, 'dormant');
});
