import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import * as http from 'node:http';
import { kb, median, ms, percentile, say, times } from './figures.ts';
import { bench, FULL_CAPTURE, publish, type Stage } from './stage.ts';

const AGENT_COUNT = 1_000;
const IDLE_COUNT = 10_000;
const ROUND_COUNT = 10;
const PAGE_ROUND_COUNT = 10;
/** So long a page needs at most to hear again. */
const HEARS_AFTER_MS = 1_500;
/** At the same time on their way to the monitor. */
const OPENING_COUNT = 200;

for (const mode of ['stream', 'held'] as const) {
  bench(
    `Feedback: from publishing a rule set to its arrival at ${String(AGENT_COUNT)} agents, by ${mode}`,
    async ({ stage }) => {
      const agent = new Agent({ keepAlive: true, maxSockets: AGENT_COUNT + 10 });
      try {
        const latencies: number[] = [];
        const crowd: number[] = [];
        const trips: number[] = [];
        const crowded = mode === 'stream' ? await openStreams(stage, AGENT_COUNT) : [];
        let hash = await currentHash(stage, agent);
        for (let round = 0; round < ROUND_COUNT; round += 1) {
          const heard = mode === 'stream' ? crowded.map((stream) => stream.next()) : holdAll(stage, agent, hash);
          await new Promise((resolve) => setTimeout(resolve, HEARS_AFTER_MS));
          const publishedAt = performance.now();
          const published = publish(stage.api, 'full', { ...FULL_CAPTURE, name: `${mode} ${String(round)}` });
          const answers = await Promise.all(heard);
          hash = (await published).hash;
          if (answers.some(({ text }) => readHash(text) !== hash)) throw new Error('an agent got another rule set');
          latencies.push(...answers.map(({ at }) => at - publishedAt));
          const startedAt = performance.now();
          const plain = await Promise.all(Array.from({ length: AGENT_COUNT }, () => getHealth(stage, agent)));
          crowd.push(...plain.map(({ at }) => at - startedAt));
        }
        for (let count = 0; count < 50; count += 1) {
          const startedAt = performance.now();
          trips.push((await getHealth(stage, agent)).at - startedAt);
        }
        for (const stream of crowded) stream.close();
        sayLatencies({ latencies, crowd, trip: median(trips) });
      } finally {
        agent.destroy();
      }
    },
  );
}

function sayLatencies({ latencies, crowd, trip }: { latencies: number[]; crowd: number[]; trip: number }): void {
  const line = (label: string, value: number) =>
    say(label, ms(value), times(value / trip), times(value / median(crowd)));
  say('', 'time', 'of one request', `of ${String(AGENT_COUNT)} at once`);
  line('a plain request, alone', trip);
  line(`${String(AGENT_COUNT)} plain requests at once, median`, median(crowd));
  line('published → arrived, median', median(latencies));
  line('published → arrived, 95 %', percentile(latencies, 0.95));
  line('published → arrived, last', Math.max(...latencies));
}

bench(`Feedback: ${String(IDLE_COUNT)} idle agents held by one monitor process`, async ({ stage }) => {
  const before = memoryOf(stage);
  const streams = await openStreams(stage, IDLE_COUNT);
  try {
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    const lostCount = streams.filter((stream) => !stream.isOpen()).length;
    if (lostCount > 0) throw new Error(`${String(lostCount)} streams were lost`);
    const after = memoryOf(stage);
    const startedAt = performance.now();
    await fetch(`${stage.monitor.baseUrl}/healthz`);
    say('', 'memory', 'per agent');
    say('the monitor before', kb(before));
    say(`with ${String(IDLE_COUNT)} streams`, kb(after), kb((after - before) / IDLE_COUNT));
    say('a plain request meanwhile', ms(performance.now() - startedAt));
  } finally {
    for (const stream of streams) stream.close();
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
  await page.waitForRequest((request) => request.url().includes('/v1/feedback/stream'));
  const latencies: number[] = [];
  for (let round = 0; round < PAGE_ROUND_COUNT; round += 1) {
    await page.waitForTimeout(HEARS_AFTER_MS);
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

/** Resident memory of the monitor's process. */
function memoryOf({ monitor }: Stage): number {
  const status = readFileSync(`/proc/${String(monitor.pid())}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1_024;
}

interface Heard {
  text: string;
  at: number;
}

/** A page's stream: each line is parsed as it arrives. */
interface OpenStream {
  next(): Promise<Heard>;
  isOpen(): boolean;
  close(): void;
}

/** Opens them in batches; each has had its first line then. */
async function openStreams(stage: Stage, count: number): Promise<OpenStream[]> {
  const streams: OpenStream[] = [];
  while (streams.length < count) {
    const batch = Math.min(OPENING_COUNT, count - streams.length);
    const opened = Array.from({ length: batch }, () => openStream(urlOf(stage, 'feedback/stream')));
    await Promise.all(opened.map((stream) => stream.next()));
    streams.push(...opened);
  }
  return streams;
}

function openStream(url: string): OpenStream {
  let rest = '';
  let isOpen = true;
  const lines: Heard[] = [];
  let deliver: ((heard: Heard) => void) | undefined;
  const request = http.get(url, { agent: false }, (response) => {
    response.setEncoding('utf8');
    response.on('data', (piece: string) => {
      const parts = (rest + piece).split('\n');
      rest = parts.pop() ?? '';
      for (const text of parts.filter((part) => part !== '')) {
        JSON.parse(text);
        const heard = { text, at: performance.now() };
        if (deliver) deliver(heard);
        else lines.push(heard);
        deliver = undefined;
      }
    });
    response.on('close', () => {
      isOpen = false;
    });
  });
  request.on('error', () => {
    isOpen = false;
  });
  return {
    next: () =>
      new Promise((resolve) => {
        const line = lines.shift();
        if (line) resolve(line);
        else deliver = resolve;
      }),
    isOpen: () => isOpen,
    close: () => request.destroy(),
  };
}

/** Each asks anew after an answer, as pages do. */
function holdAll(stage: Stage, agent: Agent, hash: string): Promise<Heard>[] {
  return Array.from({ length: AGENT_COUNT }, () =>
    get(urlOf(stage, 'feedback', { rules: hash, waitMs: '25000' }), agent),
  );
}

async function currentHash(stage: Stage, agent: Agent): Promise<string> {
  return readHash((await get(urlOf(stage, 'feedback', { waitMs: '0' }), agent)).text);
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

function urlOf({ monitor }: Stage, path: string, more: Record<string, string> = {}): string {
  const ids = { session: randomUUID(), tab: randomUUID(), page: randomUUID() };
  const query = new URLSearchParams({ app: 'full', ...ids, ...more });
  return `${monitor.baseUrl}/v1/${path}?${query.toString()}`;
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
