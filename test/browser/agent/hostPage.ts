import { onTestFinished, vi } from 'vitest';
import * as v from 'valibot';
import { PublishedRuleSet } from 'rewindow/wire';
import { createRewindow } from '../../../src/boot/rewindow.ts';
import type { Assets } from '../../../src/boot/assets.ts';
import type { Rewindow } from '../../../src/boot/face.ts';
import type { Options } from '../../../src/boot/options.ts';

/** An instruction as the monitor would make it. */
function address(draft: object, sessionId: string): object {
  const times = { issuedAt: now(), expiresAt: now() + 60_000 };
  return { id: crypto.randomUUID(), address: { sessionId }, ...times, ...draft };
}

/** The monitor's own clock, whatever the page makes of its one. */
const now = Date.now.bind(Date);

const MONITOR = 'https://monitor.test';

/** A page with an agent of its own app key, and a monitor that the test plays. */
export interface HostPage {
  app: string;
  rewindow: Rewindow;
  init(options?: Partial<Options>): void;
  /** What has been sent to the monitor: path and body. */
  sent: { path: string; body: string }[];
  /** Answers of `POST /v1/consent`. */
  consentStatus: number;
  /** Orders that the monitor gives with its next answer to a question; or what it says of them besides, as in `uploadOrders`. */
  orders: object[];
  /** Instructions that it gives with its next answer to an upload. */
  uploadOrders: object[];
  /** What the questions said. */
  asked: URLSearchParams[];
  sessionId: string;
  /** Answers the question that is held. */
  answer(): void;
  /** Gives an order as soon as a question is held. */
  give(order: object): Promise<void>;
  phase(phase: string): Promise<void>;
  /** Everything that the worker keeps for sending or in the ring, as far as it is not compressed yet. */
  records(): Promise<string[]>;
  /** Names in both storages, and the database where there is one. */
  stored(): Promise<string[]>;
}

/** Without rules they are dormant. */
export function openHostPage(rules: object, assets: Partial<Assets> = {}): HostPage {
  const app = `h${crypto.randomUUID().replaceAll('-', '')}`;
  const published = v.parse(PublishedRuleSet, {
    ...{ revision: 1, hash: 'a'.repeat(64), publishedAt: 1, dormant: Object.keys(rules).length === 0 },
    rules: { version: 1, name: 'test', ...rules },
  });
  const sent: HostPage['sent'] = [];
  const fetchBefore = window.fetch;
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.href);
    if (url.origin !== MONITOR) return fetchBefore.call(window, input, init);
    const given = typeof init?.body === 'string' ? init.body : '';
    const body = input instanceof Request ? await input.clone().text() : given;
    sent.push({ path: url.pathname, body });
    if (url.pathname === '/v1/consent') return new Response('{}', { status: page.consentStatus });
    if (url.pathname !== '/v1/feedback') {
      const instructions = page.uploadOrders.splice(0).map((draft) => address(draft, page.sessionId));
      return Response.json({ serverAt: now(), status: 'stored', verdict: 'none', instructions });
    }
    page.sessionId = url.searchParams.get('session') ?? '';
    page.asked.push(url.searchParams);
    const reply = () =>
      Response.json({
        ...{ serverAt: now(), cursor: '0', rules: published },
        instructions: page.orders
          .splice(0)
          .map((order) => address('order' in order ? order : { order }, page.sessionId)),
      });
    if (url.searchParams.get('waitMs') === '0') return reply();
    return new Promise((resolve, reject) => {
      page.answer = () => {
        page.answer = () => undefined;
        resolve(reply());
      };
      init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    });
  };
  const rewindow = createRewindow(window, {
    workerUrl: 'https://elsewhere.test/worker.js',
    loadAgent: () => import('../../../src/boot/agent.ts'),
    loadVisit: () => import('../../../src/boot/visits.ts'),
    loadVerify: () => import('../../../src/feedback/verify/index.ts'),
    loadWorker: () => import('../../../worker/index.ts'),
    ...assets,
  });
  const page: HostPage = {
    ...{ app, rewindow, sent, consentStatus: 200, orders: [], uploadOrders: [], asked: [], sessionId: '' },
    answer: () => undefined,
    async give(order) {
      page.orders.push(order);
      await vi.waitFor(
        () => {
          page.answer();
          if (page.orders.length > 0) throw new Error('nobody asks');
        },
        { timeout: 10_000 },
      );
    },
    init: (options = {}) => rewindow.init({ app, monitor: MONITOR, ...options }),
    phase: (phase) =>
      vi.waitFor(
        async () => {
          const shown = await rewindow.status();
          if (shown.phase !== phase) throw new Error(`${shown.phase}: ${shown.reasons.join('; ')}`);
        },
        { timeout: 10_000 },
      ),
    records: () => readRecords(app),
    async stored() {
      const names = [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((name) => name.includes(app));
      const databases = (await indexedDB.databases()).map(({ name = '' }) => name).filter((name) => name.includes(app));
      return [...names, ...databases].sort();
    },
  };
  onTestFinished(async () => {
    rewindow.consent('withdrawn');
    await new Promise((resolve) => setTimeout(resolve, 50));
    rewindow.stop();
    window.fetch = fetchBefore;
    for (const place of [localStorage, sessionStorage]) {
      for (const name of Object.keys(place)) if (name.includes(app)) place.removeItem(name);
    }
  });
  return page;
}

const Row = v.object({ records: v.array(v.string()) });

function readRecords(app: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(`rewindow:${app}`);
    opening.onerror = () => reject(new Error('no database'));
    opening.onsuccess = () => {
      const rows = opening.result.transaction('pending').objectStore('pending').getAll();
      rows.onsuccess = () => {
        opening.result.close();
        resolve(v.parse(v.array(Row), rows.result).flatMap(({ records }) => records));
      };
    };
  });
}
