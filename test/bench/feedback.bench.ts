import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import * as http from 'node:http';
import { median, ms, percentile, say, times } from './figures.ts';
import { bench, FULL_CAPTURE, publish, type Stage } from './stage.ts';

const AGENT_COUNT = 200;
const ROUND_COUNT = 5;
const PAGE_ROUND_COUNT = 10;
/** So long every agent needs at most to be held again. */
const HELD_AFTER_MS = 500;

bench(`Feedback: from publishing a rule set to its arrival at ${String(AGENT_COUNT)} agents`, async ({ stage }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: AGENT_COUNT + 10 });
  try {
    const latencies: number[] = [];
    const crowd: number[] = [];
    let hash = readHash((await ask(stage, agent, undefined, 0)).text);
    for (let round = 0; round < ROUND_COUNT; round += 1) {
      const result = await publishToAll(stage, agent, { hash, round });
      latencies.push(...result.latencies);
      hash = result.hash;
      const startedAt = performance.now();
      const answers = await Promise.all(Array.from({ length: AGENT_COUNT }, () => getHealth(stage, agent)));
      crowd.push(...answers.map(({ at }) => at - startedAt));
    }
    const trips: number[] = [];
    for (let count = 0; count < 50; count += 1) {
      const startedAt = performance.now();
      trips.push((await getHealth(stage, agent)).at - startedAt);
    }
    const trip = median(trips);
    const line = (label: string, value: number) =>
      say(label, ms(value), times(value / trip), times(value / median(crowd)));
    say('', 'time', 'of one request', `of ${String(AGENT_COUNT)} at once`);
    line('a plain request, alone', trip);
    line(`${String(AGENT_COUNT)} plain requests at once, median`, median(crowd));
    line('published → arrived, median', median(latencies));
    line('published → arrived, 95 %', percentile(latencies, 0.95));
    line('published → arrived, last', Math.max(...latencies));
  } finally {
    agent.destroy();
  }
});

bench('Feedback: from publishing a rule set to its acknowledgement by a real page', async ({ page, stage }) => {
  await page.route('**/bench', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><title>Feedback</title><script src="/agent/rewindow.js" data-app="full" async></script>',
    }),
  );
  await page.goto(`${stage.monitor.baseUrl}/bench`);
  await page.waitForRequest((request) => request.url().includes('waitMs=25000'));
  const latencies: number[] = [];
  for (let round = 0; round < PAGE_ROUND_COUNT; round += 1) {
    await page.waitForTimeout(HELD_AFTER_MS);
    const acknowledged = page.waitForRequest((request) => request.url().includes('/v1/acknowledgements'));
    const publishedAt = performance.now();
    const { hash } = await publish(stage.api, 'full', { ...FULL_CAPTURE, name: `page ${String(round)}` });
    const request = await acknowledged;
    latencies.push(performance.now() - publishedAt);
    if (!(request.postData() ?? '').includes(hash)) throw new Error('something else was acknowledged');
  }
  const trip = median(await page.evaluate(timeRequests));
  say('a plain request of the page', ms(trip), times(1));
  say('published → applied, median', ms(median(latencies)), times(median(latencies) / trip));
  say(
    `published → applied, last of ${String(PAGE_ROUND_COUNT)}`,
    ms(Math.max(...latencies)),
    times(Math.max(...latencies) / trip),
  );
});

/** Latencies of all agents. Throws where one was not held, or was answered something else. */
async function publishToAll(stage: Stage, agent: Agent, { hash, round }: { hash: string; round: number }) {
  let answeredCount = 0;
  const held = Array.from({ length: AGENT_COUNT }, async () => {
    const answer = await ask(stage, agent, hash, 25_000);
    answeredCount += 1;
    return answer;
  });
  await new Promise((resolve) => setTimeout(resolve, HELD_AFTER_MS));
  if (answeredCount > 0) throw new Error(`${String(answeredCount)} agents were not held`);
  const publishedAt = performance.now();
  const published = publish(stage.api, 'full', { ...FULL_CAPTURE, name: `round ${String(round)}` });
  const answers = await Promise.all(held);
  const next = (await published).hash;
  if (answers.some(({ text }) => readHash(text) !== next)) throw new Error('an agent got another rule set');
  return { latencies: answers.map(({ at }) => at - publishedAt), hash: next };
}

function readHash(text: string): string {
  const hash = /"hash":"([0-9a-f]{64})"/.exec(text)?.[1];
  if (hash === undefined) throw new Error(`no rule set in ${text.slice(0, 200)}`);
  return hash;
}

/** Runs in the page. */
async function timeRequests(): Promise<number[]> {
  const trips: number[] = [];
  for (let count = 0; count < 50; count += 1) {
    const startedAt = performance.now();
    await fetch('/healthz').then((answer) => answer.text());
    trips.push(performance.now() - startedAt);
  }
  return trips;
}

function ask(stage: Stage, agent: Agent, hash: string | undefined, waitMs: number) {
  const query = new URLSearchParams({ app: 'full', waitMs: String(waitMs) });
  for (const name of ['session', 'tab', 'page']) query.set(name, randomUUID());
  if (hash !== undefined) query.set('rules', hash);
  return get(`${stage.monitor.baseUrl}/v1/feedback?${query.toString()}`, agent);
}

function getHealth(stage: Stage, agent: Agent) {
  return get(`${stage.monitor.baseUrl}/healthz`, agent);
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
