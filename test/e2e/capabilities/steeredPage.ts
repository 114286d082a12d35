import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BrowserContext, Page } from '@playwright/test';
import type { HostFile } from '../../tools/hostSite.ts';
import * as v from 'valibot';
import type { InstructionDraft, RuleSetSource } from '../../../src/wire/index.ts';
import { InstructionRow, PublishReply, type TimelineRecord } from '../../../monitor/src/api/contract.ts';
import type { ConsoleApi } from '../../tools/consoleApi.ts';
import { waitUntil } from '../../tools/waitUntil.ts';
import { expect, test as base } from '../fixtures.ts';
import { inPhase, openApiSite, type ApiPage, type ApiWindow } from '../apiPage.ts';

/** A rule set as a test writes it: plain objects, checked by the monitor that compiles them. */
export type Rules = { [K in keyof RuleSetSource]?: unknown };

export type Outcome = InstructionRow['acknowledgements'][number];

/** A page of a site of its own whose application has rules of its own, and the operator's hands on it. */
export interface SteeredPage {
  page: Page;
  context: BrowserContext;
  origin: string;
  app: string;
  sessionId: string;
  /** What the host says by the public methods. */
  track(name: string, data?: Record<string, unknown>): Promise<void>;
  mark(name: string): Promise<void>;
  /** A route of a single-page application. */
  goTo(path: string): Promise<void>;
  publish(rules: Rules): Promise<string>;
  /** Gives the instruction, and resolves to its id. */
  order(draft: InstructionDraft, more?: Record<string, unknown>): Promise<string>;
  /** The first acknowledgement of an instruction. */
  outcome(id: string): Promise<Outcome>;
  /** Gives the instruction, and waits until it is acknowledged. */
  carryOut(draft: InstructionDraft, more?: Record<string, unknown>): Promise<Outcome>;
  /** What has arrived at the monitor so far. */
  records(): Promise<TimelineRecord[]>;
  recordsWhen(what: string, check: (records: TimelineRecord[]) => boolean): Promise<TimelineRecord[]>;
  /** Asks for all that is buffered, until it is there. */
  everything(): Promise<TimelineRecord[]>;
  status(): Promise<PageStatus>;
}

const Status = v.looseObject({
  phase: v.string(),
  reasons: v.array(v.string()),
  rules: v.optional(v.object({ revision: v.number(), hash: v.string() })),
  recording: v.optional(
    v.looseObject({
      kinds: v.array(v.string()),
      states: v.array(v.string()),
      firedTriggers: v.array(v.string()),
      worker: v.string(),
      store: v.looseObject({
        ring: v.looseObject({ fromAt: v.optional(v.number()) }),
        outbox: v.looseObject({
          segmentCount: v.number(),
          failureCount: v.number(),
          lastError: v.optional(v.string()),
        }),
        link: v.looseObject({ action: v.string(), causes: v.array(v.string()) }),
      }),
    }),
  ),
});
export type PageStatus = v.InferOutput<typeof Status>;

export const namesOf = (records: readonly TimelineRecord[], kind = 'custom') =>
  records.filter((record) => record.kind === kind).map(({ data }) => String(data['name']));

interface Host extends Pick<ApiPage, 'options' | 'early' | 'body'> {
  /** Runs in the worker before its own code. */
  workerHead?: string;
}

interface SteeredFixtures {
  /** Opens a page under these rules, and waits until the agent is in the phase (`recording`). */
  open(rules: Rules, host?: Host & { phase?: string }): Promise<SteeredPage>;
}

export const test = base.extend<SteeredFixtures>({
  open: async ({ browser, monitor, api, flavour }, use, { testId, retry }) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async (rules, { phase = 'recording', workerHead, ...host } = {}) => {
      const app = `steered-${testId.slice(-12)}-${String(retry)}-${String(closing.length)}`;
      const described = { ...host, flavour, app, monitor: monitor.baseUrl };
      const others = workerHead === undefined ? {} : await workerFile(workerHead);
      const site = await openApiSite(api, described, rules as Partial<RuleSetSource>, others);
      const context = await browser.newContext();
      if (workerHead !== undefined && flavour === 'script') await routeWorker(context, workerHead);
      const page = await context.newPage();
      await page.goto(site.origin);
      const { ids } = await inPhase(page, phase);
      closing.push(async () => {
        await context.close();
        await site.close();
      });
      return steer({ page, context, api, app, origin: site.origin, sessionId: ids?.sessionId ?? '' });
    });
    for (const close of closing) await close();
  },
});

/** The package's worker is a file of the site itself … */
async function workerFile(head: string): Promise<Record<string, HostFile>> {
  const source = await readFile(join(import.meta.dirname, '../../../dist/npm/worker.js'), 'utf8');
  return { '/npm/worker.js': { type: 'text/javascript', body: `${head}\n${source}` } };
}

/** … that of the script tag one of the monitor's. */
async function routeWorker(context: BrowserContext, head: string): Promise<void> {
  await context.route(/\/agent\/worker\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${head}\n${await response.text()}` });
  });
}

interface Handled {
  page: Page;
  context: BrowserContext;
  api: ConsoleApi;
  app: string;
  origin: string;
  sessionId: string;
}

/** Another tab of the same session, or the page after a load, is handled alike. */
export function steer({ page, context, api, app, origin, sessionId }: Handled): SteeredPage {
  const order: SteeredPage['order'] = async (draft, more = {}) =>
    (await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { ...draft, ...more })).id;
  const outcome = async (id: string) =>
    waitUntil(`what became of ${id}`, async () => {
      const row = (await api.instructions(sessionId)).find((known) => known.id === id);
      return row?.acknowledgements[0];
    });
  const records = async () => api.records(sessionId).catch(() => []);
  return {
    ...{ page, context, origin, app, sessionId, order, outcome, records },
    track: (name, data) =>
      page.evaluate(
        ([given, more]) => {
          (window as unknown as ApiWindow).api.track(given, more);
        },
        [name, data] as const,
      ),
    mark: (name) =>
      page.evaluate((given) => {
        (window as unknown as ApiWindow).api.mark(given);
      }, name),
    goTo: (path) =>
      page.evaluate((given) => {
        history.pushState(null, '', given);
      }, path),
    async publish(rules) {
      const text = JSON.stringify({ version: 1, name: 'published later', ...rules });
      const { hash } = await api.post(`/v1/apps/${app}/rules`, PublishReply, { text });
      await waitUntil('the rule set to be applied', async () => {
        const { rules: applied } = await readStatus(page);
        return applied?.hash === hash ? true : undefined;
      });
      return hash;
    },
    carryOut: async (draft, more) => outcome(await order(draft, more)),
    recordsWhen: (what, check) => api.recordsWhen(sessionId, what, check),
    async everything() {
      const word = await outcome(await order({ order: { verb: 'buffer.send' } }));
      await waitUntil('the outbox to be empty', async () => {
        const { recording } = await readStatus(page);
        return recording?.store.outbox.segmentCount === 0 ? true : undefined;
      });
      // The monitor indexes behind its answer; what was acknowledged of the instruction stands at the end.
      return api.recordsWhen(sessionId, `what ${word.outcome} has brought`, (all) => all.length > 0);
    },
    status: () => readStatus(page),
  };
}

/** From now on code of the agent takes its time, so that what is said to be done without it is found out. */
export async function delayCode(page: Page): Promise<void> {
  await page.route(/\.js$/, async (route) => {
    await setTimeout(1_000);
    await route.continue();
  });
}

async function readStatus(page: Page): Promise<PageStatus> {
  return v.parse(Status, await page.evaluate(() => (window as unknown as ApiWindow).api.status()));
}

export { expect };
