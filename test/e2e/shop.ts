import type { Page } from '@playwright/test';
import { waitUntil } from '../tools/waitUntil.ts';

/** The demo shop as its visitor uses it. */
export interface Shop {
  page: Page;
  open(path?: string): Promise<void>;
  putIntoCart(productName: RegExp): Promise<void>;
  /** From the cart to the payment step. */
  goToPayment(): Promise<void>;
  /** Fills in one of the cards for trying out, pays, and waits for the shop's answer. */
  pay(card: 'refused' | 'accepted'): Promise<void>;
  /** The session that this page belongs to. */
  sessionId(): Promise<string>;
}

export const ADDRESS = {
  'Full name': 'Grace Brewster Hopper',
  'E-mail': 'grace.hopper@navy.example',
  'Street and number': 'Constitution Avenue 42',
  Postcode: '20418',
  City: 'Arlington-Sekret',
} as const;

const CARD_ENDINGS = { refused: '0002', accepted: '4242' } as const;

export function createShop(page: Page, shopUrl: string): Shop {
  return {
    page,
    async open(path = '') {
      await page.goto(shopUrl + path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
    },
    async putIntoCart(productName) {
      await page.locator('main').getByRole('link', { name: productName }).first().click();
      await page.getByRole('button', { name: 'Put into the cart' }).click();
      await page.waitForURL(/\/cart/);
    },
    async goToPayment() {
      await page.goto(`${shopUrl}checkout`);
      for (const [label, value] of Object.entries(ADDRESS)) await page.getByLabel(label).fill(value);
      await page.getByRole('button', { name: 'Continue to delivery' }).click();
      await page.locator('[data-quotes] input[type=radio]').first().check();
      await page.getByRole('button', { name: 'Continue to payment' }).click();
      await page.getByRole('heading', { name: 'How do you pay?' }).waitFor();
    },
    async pay(card) {
      await page.locator(`[data-card$="${CARD_ENDINGS[card]}"]`).click();
      const answer = page.waitForResponse(
        (response) => response.url().includes('/payment') && response.request().method() === 'POST',
      );
      await page.getByRole('button', { name: /^Pay/ }).click();
      await answer;
    },
    sessionId: () => waitUntil('the session’s id', () => readSessionId(page)),
  };
}

async function readSessionId(page: Page): Promise<string | undefined> {
  const stored = await page.evaluate(() => localStorage.getItem('rewindow:demo:session'));
  const session: unknown = JSON.parse(stored ?? 'null');
  return typeof session === 'object' && session !== null && 'id' in session ? String(session.id) : undefined;
}
