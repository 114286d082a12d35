import * as v from 'valibot';
import { InstructionRow, type TimelineRecord } from '../../monitor/src/api/contract.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import type { EnginePage } from '../tools/engines/engine.ts';
import type { Stage } from './stage.ts';

/** The demo shop as its visitor uses it, in any engine. */
export interface Visit {
  page: EnginePage;
  sessionId: string;
  putIntoCart(productId: string): Promise<void>;
  /** From the cart to the payment step. */
  goToPayment(): Promise<void>;
  /** Pays with a card that is refused, and waits for the shop's answer. */
  payInVain(): Promise<void>;
  /** Gives an instruction to the session. */
  order(order: object): Promise<void>;
}

export const ADDRESS = {
  name: 'Grace Brewster Hopper',
  email: 'grace.hopper@navy.example',
  street: 'Constitution Avenue 42',
  postcode: '20418',
  city: 'Arlington-Sekret',
} as const;

/** What was typed, and what the shop's own cards for trying out carry. */
export const TYPED = /Brewster|grace\.hopper|Constitution|Lovelace|09\/39|4000[ -]?0000[ -]?0000[ -]?0002/g;

export async function startVisit({ open, shopUrl, api }: Stage): Promise<Visit> {
  const page = await open();
  await page.goto(shopUrl);
  await page.waitFor('the recorder', isRecording);
  const sessionId = await waitUntil('the session’s id', async () => {
    const stored = v.safeParse(v.string(), await page.evaluate(() => localStorage.getItem('rewindow:demo:session')));
    const session: unknown = stored.success ? JSON.parse(stored.output) : undefined;
    const parsed = v.safeParse(v.object({ id: v.string() }), session);
    return parsed.success ? parsed.output.id : undefined;
  });
  const at = (path: string) => page.waitFor(path, (end: string) => location.pathname.endsWith(end), path);
  return {
    page,
    sessionId,
    async putIntoCart(productId) {
      await page.click(`main a[href$="${productId}"]`);
      await page.click('form[data-form="cart/add"] button');
      await at('/cart');
    },
    async goToPayment() {
      await page.goto(`${shopUrl}checkout`);
      for (const [name, value] of Object.entries(ADDRESS)) await page.type(`input[name="${name}"]`, value);
      await page.click('form[data-form="checkout"] > button');
      await page.click('[data-quotes] input[type=radio]');
      await page.click('form[data-form="checkout/delivery"] > button');
      await at('/payment');
    },
    async payInVain() {
      await page.click('[data-card$="0002"]');
      await page.click('form[data-form="payment"] > button');
      await page.waitFor('the refusal', () => {
        const form = document.querySelector('form[data-form="payment"]');
        return form?.getAttribute('aria-busy') === null && form.querySelector('[data-alert]')?.textContent !== '';
      });
    },
    async order(order) {
      await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order });
    },
  };
}

/** Runs in the page: the agent has made its first checkpoint of this document. */
export async function isRecording(): Promise<boolean> {
  const { rewindow } = window as {
    rewindow?: { status?(): Promise<{ phase: string; recording?: { store: { counts: object } } }> };
  };
  // The single-page shop keeps the agent to itself; its database tells.
  if (rewindow?.status === undefined) return (await indexedDB.databases()).length > 0;
  const status = await rewindow.status();
  return status.recording !== undefined && 'dom' in status.recording.store.counts;
}

/** Every page that has DOM records begins with a checkpoint, so that replay can start. */
export function pagesWithoutCheckpoint(records: TimelineRecord[]): string[] {
  const dom = records.filter(({ kind }) => kind === 'dom');
  const pageIds = [...new Set(dom.map(({ pageId }) => pageId))];
  return pageIds.filter((id) => dom.find(({ pageId }) => pageId === id)?.data['checkpoint'] !== true);
}

export function kindsOf(records: TimelineRecord[]): Set<string> {
  return new Set(records.map(({ kind }) => kind));
}
