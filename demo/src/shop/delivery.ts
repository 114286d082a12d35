import { subtotalCents } from './cart.ts';
import type { Cart, Quote } from './model.ts';

/** From this subtotal on, the standard delivery is free. */
export const FREE_DELIVERY_CENTS = 15_000;
const PER_ITEM_CENTS = 40;

/** What each way of delivery costs for this cart. */
export function quoteDelivery(cart: Cart): Quote[] {
  const itemCount = cart.lines.reduce((sum, line) => sum + line.quantity, 0);
  const isFree = subtotalCents(cart) >= FREE_DELIVERY_CENTS;
  return [
    { id: 'standard', label: 'Standard', text: '3 to 5 working days', priceCents: isFree ? 0 : 490 },
    { id: 'express', label: 'Express', text: 'the next working day', priceCents: 990 + PER_ITEM_CENTS * itemCount },
    { id: 'pickup', label: 'Pick up', text: 'at the shop, today from 4 pm', priceCents: 0 },
  ];
}
