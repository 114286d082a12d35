import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import * as http from 'node:http';
import { test } from '@playwright/test';
import { median, ms, percentile, say, times } from './figures.ts';
import { FULL_CAPTURE, openStage, publish, type Stage } from './stage.ts';

const AGENT_COUNT = 200;
const ROUNDS = 5;

test(`Feedback: from publishing a rule set to its arrival at ${String(AGENT_COUNT)} agents`, async () => {
  const stage = await openStage();
  const agent = new Agent({ keepAlive: true, maxSockets: AGENT_COUNT + 10 });
  const latencies: number[] = [];
  let hash = await currentHash(stage, agent);
  for (let round = 0; round < ROUNDS; round += 1) {
    const held = Array.from({ length: AGENT_COUNT }, () => ask(stage, agent, hash, 25_000));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const publishedAt = performance.now();
    const published = publish(stage.api, 'full', { ...FULL_CAPTURE, name: `round ${String(round)}` });
    for (const { at } of await Promise.all(held)) latencies.push(at - publishedAt);
    hash = (await published).hash;
  }
  const trips: number[] = [];
  for (let count = 0; count < 50; count += 1) {
    const startedAt = performance.now();
    await get(`${stage.monitor.baseUrl}/healthz`, agent);
    trips.push(performance.now() - startedAt);
  }
  agent.destroy();
  await stage.monitor.close();
  say('a plain request, median', ms(median(trips)));
  say('published → arrived, median', ms(median(latencies)), times(median(latencies) / median(trips)));
  say('published → arrived, 95 %', ms(percentile(latencies, 0.95)), times(percentile(latencies, 0.95) / median(trips)));
});

test('Feedback: from publishing a rule set to the acknowledgement of a real page', async ({ page }) => {
  const stage = await openStage();
  await page.route('**/bench', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>Feedback</title><script src="/agent/rewindow.js" data-app="full" async></script>',
    }),
  );
  await page.goto(`${stage.monitor.baseUrl}/bench`);
  await page.waitForRequest((request) => request.url().includes('waitMs=25000'));
  const latencies: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    await page.waitForTimeout(300);
    const acknowledged = page.waitForRequest((request) => request.url().includes('/v1/acknowledgements'));
    const publishedAt = performance.now();
    await publish(stage.api, 'full', { ...FULL_CAPTURE, name: `page ${String(round)}` });
    await acknowledged;
    latencies.push(performance.now() - publishedAt);
  }
  await stage.monitor.close();
  say('published → applied, median', ms(median(latencies)));
  say('published → applied, slowest of 10', ms(Math.max(...latencies)));
});

async function currentHash(stage: Stage, agent: Agent): Promise<string> {
  const { text } = await ask(stage, agent, undefined, 0);
  return /"hash":"([0-9a-f]{64})"/.exec(text)?.[1] ?? '';
}

function ask(stage: Stage, agent: Agent, hash: string | undefined, waitMs: number) {
  const query = new URLSearchParams({ app: 'full', waitMs: String(waitMs) });
  for (const name of ['session', 'tab', 'page']) query.set(name, randomUUID());
  if (hash !== undefined) query.set('rules', hash);
  return get(`${stage.monitor.baseUrl}/v1/feedback?${query.toString()}`, agent);
}

/** The answer's text, and when its end arrived. */
function get(url: string, agent: Agent): Promise<{ text: string; at: number }> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ text: Buffer.concat(chunks).toString(), at: performance.now() }));
      })
      .on('error', reject);
  });
}
