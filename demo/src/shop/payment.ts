import type { Fields } from './model.ts';

/**
 * The bank, played by the last digits of the card, so that every way a payment can go is within reach of whoever tries
 * the shop.
 */
export type PaymentOutcome =
  | { status: 200; delayMs: number }
  | { status: 402; delayMs: number; alert: string }
  | { status: 500; delayMs: number; alert: string };

/** As long as a quick bank takes. */
const USUAL_DELAY_MS = 400;
const SLOW_DELAY_MS = 5_000;

export const TEST_CARDS = [
  { number: '4242 4242 4242 4242', label: 'A good card', says: 'is accepted' },
  { number: '4000 0000 0000 0002', label: 'A refused card', says: 'is refused (402)' },
  { number: '4000 0000 0006 0005', label: 'A slow bank', says: 'is accepted after 5 seconds' },
  { number: '4000 0000 0000 0009', label: 'A broken bank', says: 'ends in a server error (500)' },
] as const;

export function decidePayment(fields: Fields): PaymentOutcome {
  const digits = (fields['number'] ?? '').replace(/\D/g, '');
  if (fields['fail'] === 'on' || digits.endsWith('0002')) {
    return {
      status: 402,
      delayMs: USUAL_DELAY_MS,
      alert: 'Your bank refused the payment. Nothing was charged. Check the card, or try another one.',
    };
  }
  if (digits.endsWith('0009')) {
    return { status: 500, delayMs: USUAL_DELAY_MS, alert: 'The payment service has a problem. Nothing was charged.' };
  }
  return { status: 200, delayMs: digits.endsWith('0005') ? SLOW_DELAY_MS : USUAL_DELAY_MS };
}
