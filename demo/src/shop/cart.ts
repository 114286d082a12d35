import type { Cart, Product } from './model.ts';

/** More of one product than this is not sold at once. */
export const QUANTITY_MAX = 20;

export function addToCart(cart: Cart, product: Product, quantity: number): Cart {
  const line = cart.lines.find((other) => other.product.id === product.id);
  if (line !== undefined) return setQuantity(cart, product.id, line.quantity + quantity);
  return setQuantity({ lines: [...cart.lines, { product, quantity: 1 }] }, product.id, quantity);
}

/** Below 1 the line goes; above the most that is sold at once, it stays there. */
export function setQuantity(cart: Cart, productId: string, quantity: number): Cart {
  const bounded = Math.min(QUANTITY_MAX, Math.trunc(quantity));
  const lines = cart.lines.map((line) => (line.product.id === productId ? { ...line, quantity: bounded } : line));
  return { lines: lines.filter((line) => line.quantity >= 1) };
}

export function removeFromCart(cart: Cart, productId: string): Cart {
  return { lines: cart.lines.filter((line) => line.product.id !== productId) };
}

export function countItems(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + line.quantity, 0);
}

export function subtotalCents(cart: Cart): number {
  return cart.lines.reduce((sum, line) => sum + line.product.priceCents * line.quantity, 0);
}
