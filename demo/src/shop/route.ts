import { CATEGORIES, type Category, type Visitor } from './model.ts';

/** The places of the shop; the same addresses below `/demo/shop` and `/demo/spa`. */
export type Route =
  | { name: 'list'; category: Category | undefined; search: string }
  | { name: 'product'; productId: string }
  | { name: 'cart' }
  | { name: 'address' }
  | { name: 'delivery' }
  | { name: 'payment' }
  | { name: 'done' }
  | { name: 'profile' }
  | { name: 'break' }
  | { name: 'missing' };

export const FLAVOURS = ['shop', 'spa'] as const;
export type Flavour = (typeof FLAVOURS)[number];

const PLAIN: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/cart', { name: 'cart' }],
  ['/checkout', { name: 'address' }],
  ['/checkout/delivery', { name: 'delivery' }],
  ['/checkout/payment', { name: 'payment' }],
  ['/checkout/done', { name: 'done' }],
  ['/profile', { name: 'profile' }],
  ['/break', { name: 'break' }],
]);

/** @param path what follows the flavour's base, such as `/cart` */
export function parseRoute(path: string, query: URLSearchParams): Route {
  const place = path.replace(/\/+$/, '');
  if (place === '')
    return { name: 'list', category: parseCategory(query), search: (query.get('q') ?? '').slice(0, 80) };
  const productId = /^\/product\/([a-z-]+)$/.exec(place)?.[1];
  if (productId !== undefined) return { name: 'product', productId };
  return PLAIN.get(place) ?? { name: 'missing' };
}

/** Where a visitor has to go instead, because the step before is not done; undefined where the route may be shown. */
export function redirectOf(route: Route, visitor: Visitor): string | undefined {
  if (route.name === 'done') return visitor.order === null ? '/cart' : undefined;
  if (route.name !== 'address' && route.name !== 'delivery' && route.name !== 'payment') return undefined;
  if (visitor.cart.lines.length === 0) return '/cart';
  if (route.name !== 'address' && visitor.address === null) return '/checkout';
  return route.name === 'payment' && visitor.quote === null ? '/checkout/delivery' : undefined;
}

function parseCategory(query: URLSearchParams): Category | undefined {
  return CATEGORIES.find((category) => category === query.get('category'));
}
