import { addToCart, countItems, removeFromCart, setQuantity, subtotalCents } from './cart.ts';
import { findProduct } from './catalogue.ts';
import { quoteDelivery } from './delivery.ts';
import { ADDRESS_FIELDS, CARD_FIELDS, checkFields, pickFields } from './fields.ts';
import type { Fields, FormDone, FormRefused, Visitor } from './model.ts';
import { decidePayment } from './payment.ts';

export interface FormInput {
  visitor: Visitor;
  fields: Fields;
  /** Epoch milliseconds. */
  at: number;
  newOrderNumber: () => string;
}

/** `delayMs` is how long the answer is held back. */
export type FormOutcome = { delayMs?: number } & (
  ({ status: 200 } & FormDone) | ({ status: 402 | 404 | 409 | 422 | 500 } & FormRefused)
);

type Form = (input: FormInput) => FormOutcome;

/**
 * Everything that a visitor can send, by the path it is sent to: `/demo/shop/<path>` as a classic form, `/demo/api/<path>`
 * as JSON. What follows is the same.
 */
export const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['cart/add', addProduct],
  [
    'cart/set',
    ({ visitor, fields }) =>
      changeCart(visitor, setQuantity(visitor.cart, text(fields, 'productId'), quantity(fields))),
  ],
  [
    'cart/remove',
    ({ visitor, fields }) => changeCart(visitor, removeFromCart(visitor.cart, text(fields, 'productId'))),
  ],
  ['checkout', takeAddress],
  ['checkout/delivery', takeDelivery],
  ['payment', takePayment],
  ['profile', signIn],
  ['profile/leave', ({ visitor }) => ({ status: 200, visitor: { ...visitor, user: null }, next: '/profile' })],
]);

function addProduct({ visitor, fields }: FormInput): FormOutcome {
  const product = findProduct(text(fields, 'productId'));
  if (product === undefined) return { status: 404, alert: 'We do not sell that any more.', errors: {} };
  return changeCart(visitor, addToCart(visitor.cart, product, quantity(fields)));
}

/** Another cart has another price of delivery: that step has to be taken again. */
function changeCart(visitor: Visitor, cart: Visitor['cart']): FormOutcome {
  return { status: 200, visitor: { ...visitor, cart, quote: null }, next: '/cart' };
}

function takeAddress({ visitor, fields, at }: FormInput): FormOutcome {
  const errors = checkFields(ADDRESS_FIELDS, fields, at);
  if (Object.keys(errors).length > 0) return refuse(errors);
  const address = pickFields(ADDRESS_FIELDS, fields);
  return { status: 200, visitor: { ...visitor, address }, next: '/checkout/delivery' };
}

function takeDelivery({ visitor, fields }: FormInput): FormOutcome {
  const quote = quoteDelivery(visitor.cart).find((other) => other.id === fields['delivery']);
  if (quote === undefined) return refuse({ delivery: 'Choose how it shall come to you.' });
  return { status: 200, visitor: { ...visitor, quote }, next: '/checkout/payment' };
}

function takePayment({ visitor, fields, at, newOrderNumber }: FormInput): FormOutcome {
  if (visitor.cart.lines.length === 0 || visitor.quote === null) {
    return { status: 409, alert: 'There is nothing to pay: your cart has changed meanwhile.', errors: {} };
  }
  const errors = checkFields(CARD_FIELDS, fields, at);
  if (Object.keys(errors).length > 0) return refuse(errors);
  const outcome = decidePayment(fields);
  if (outcome.status !== 200) return { ...outcome, errors: {} };
  const totalCents = subtotalCents(visitor.cart) + visitor.quote.priceCents;
  const order = { number: newOrderNumber(), lineCount: countItems(visitor.cart), totalCents };
  const emptied = { ...visitor, cart: { lines: [] }, quote: null, order };
  return { ...outcome, visitor: emptied, next: '/checkout/done' };
}

function signIn({ visitor, fields }: FormInput): FormOutcome {
  const name = text(fields, 'name').trim();
  if (name.length < 2) return refuse({ name: 'At least two letters, please.' });
  const user = { name: name.slice(0, 60), club: fields['club'] === 'on' };
  return { status: 200, visitor: { ...visitor, user }, next: '/profile' };
}

function refuse(errors: Fields): FormOutcome {
  const count = Object.keys(errors).length;
  return {
    status: 422,
    alert: count === 1 ? 'One field needs another look.' : `${count} fields need another look.`,
    errors,
  };
}

function text(fields: Fields, name: string): string {
  return fields[name] ?? '';
}

function quantity(fields: Fields): number {
  const value = Number(fields['quantity'] ?? '1');
  return Number.isFinite(value) ? value : 1;
}
