import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToCart,
  countItems,
  QUANTITY_MAX,
  removeFromCart,
  setQuantity,
  subtotalCents,
} from '../../../demo/src/shop/cart.ts';
import { PRODUCTS, searchProducts } from '../../../demo/src/shop/catalogue.ts';
import { quoteDelivery } from '../../../demo/src/shop/delivery.ts';
import type { Cart } from '../../../demo/src/shop/model.ts';

const EMPTY: Cart = { lines: [] };
const product = fc.constantFrom(...PRODUCTS);
const quantity = fc.integer({ min: -5, max: 40 });
const step = fc.oneof(
  fc.record({ type: fc.constant('add' as const), product, quantity }),
  fc.record({ type: fc.constant('set' as const), product, quantity }),
  fc.record({ type: fc.constant('remove' as const), product, quantity }),
);

describe('cart', () => {
  it('adds up like a plain table of quantities', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const table = new Map<string, number>();
        let cart = EMPTY;
        for (const { type, product, quantity } of steps) {
          const before = table.get(product.id) ?? 0;
          if (type === 'add') cart = addToCart(cart, product, quantity);
          if (type === 'set') cart = setQuantity(cart, product.id, quantity);
          if (type === 'remove') cart = removeFromCart(cart, product.id);
          const isThere = type === 'add' || before > 0;
          const wanted = type === 'remove' || !isThere ? 0 : type === 'add' ? before + quantity : quantity;
          table.set(product.id, Math.max(0, Math.min(QUANTITY_MAX, wanted)));
        }
        const expected = PRODUCTS.reduce((sum, { id, priceCents }) => sum + (table.get(id) ?? 0) * priceCents, 0);
        expect(subtotalCents(cart)).toBe(expected);
        expect(countItems(cart)).toBe([...table.values()].reduce((sum, count) => sum + count, 0));
        expect(cart.lines.every((line) => line.quantity >= 1 && line.quantity <= QUANTITY_MAX)).toBe(true);
      }),
    );
  });

  it('leaves the cart that it was given alone', () => {
    const [tent] = PRODUCTS;
    const before = addToCart(EMPTY, tent!, 2);
    const frozen = structuredClone(before);
    addToCart(before, tent!, 1);
    setQuantity(before, tent!.id, 9);
    removeFromCart(before, tent!.id);
    expect(before).toEqual(frozen);
  });

  it('delivers free from 150 euros on', () => {
    const [tent] = PRODUCTS;
    const mug = PRODUCTS.find(({ id }) => id === 'enamel-mug');
    expect(quoteDelivery(addToCart(EMPTY, tent!, 1))[0]).toMatchObject({ id: 'standard', priceCents: 0 });
    expect(quoteDelivery(addToCart(EMPTY, mug!, 1))[0]).toMatchObject({ id: 'standard', priceCents: 490 });
  });
});

describe('catalogue', () => {
  it('has at least twelve products with a picture each', async () => {
    const { access } = await import('node:fs/promises');
    expect(PRODUCTS.length).toBeGreaterThanOrEqual(12);
    for (const { id } of PRODUCTS) {
      await access(new URL(`../../../demo/web/public/pictures/${id}.svg`, import.meta.url));
    }
  });

  it('finds every word, in a category or in all', () => {
    expect(searchProducts(undefined, 'WOOL blanket').map(({ id }) => id)).toEqual(['wool-blanket']);
    expect(searchProducts('light', 'wool')).toEqual([]);
    expect(searchProducts('light', '').every(({ category }) => category === 'light')).toBe(true);
  });
});
