import * as v from 'valibot';

/**
 * What server and browser tell each other about the shop. Money is in cents. A visitor is a value: every change makes a
 * new one.
 */
const Cents = v.pipe(v.number(), v.integer(), v.minValue(0));

export const CATEGORIES = ['camp', 'kitchen', 'trail', 'light'] as const;
export const Category = v.picklist(CATEGORIES);
export type Category = v.InferOutput<typeof Category>;

export const Product = v.object({
  id: v.string(),
  name: v.string(),
  category: Category,
  priceCents: Cents,
  text: v.string(),
  details: v.array(v.string()),
});
export type Product = v.InferOutput<typeof Product>;

const CartLine = v.object({ product: Product, quantity: v.pipe(v.number(), v.integer(), v.minValue(1)) });
export type CartLine = v.InferOutput<typeof CartLine>;
export const Cart = v.object({ lines: v.array(CartLine) });
export type Cart = v.InferOutput<typeof Cart>;

/** The text fields of a form by name. */
export const Fields = v.record(v.string(), v.pipe(v.string(), v.maxLength(500)));
export type Fields = v.InferOutput<typeof Fields>;

export const Quote = v.object({ id: v.string(), label: v.string(), text: v.string(), priceCents: Cents });
export type Quote = v.InferOutput<typeof Quote>;

const Order = v.object({ number: v.string(), lineCount: v.number(), totalCents: Cents });
export type Order = v.InferOutput<typeof Order>;

export const Visitor = v.object({
  cart: Cart,
  user: v.nullable(v.object({ name: v.string(), club: v.boolean() })),
  address: v.nullable(Fields),
  quote: v.nullable(Quote),
  order: v.nullable(Order),
});
export type Visitor = v.InferOutput<typeof Visitor>;

/** Answers of the shop's API. */
export const ProductsReply = v.object({ products: v.array(Product) });
export const QuotesReply = v.object({ quotes: v.array(Quote) });
export const FormDone = v.object({ visitor: Visitor, next: v.string() });
export type FormDone = v.InferOutput<typeof FormDone>;
export const FormRefused = v.object({ alert: v.string(), errors: Fields });
export type FormRefused = v.InferOutput<typeof FormRefused>;

export function newVisitor(): Visitor {
  return { cart: { lines: [] }, user: null, address: null, quote: null, order: null };
}
