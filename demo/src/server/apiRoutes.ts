import type { FastifyInstance } from 'fastify';
import { findProduct, searchProducts } from '../shop/catalogue.ts';
import { quoteDelivery } from '../shop/delivery.ts';
import { parseRoute } from '../shop/route.ts';
import { readVisitor, takeForm, type DemoContext } from './context.ts';
import { queryOf } from './query.ts';

/** Carriers are slow. */
export const QUOTES_DELAY_MS = 1_500;

/** The shop's JSON API: what there is, what the visitor has, and every form of `FORMS` by its path. */
export function registerApiRoutes(app: FastifyInstance, context: DemoContext): void {
  app.get('/api/products', (request) => {
    const route = parseRoute('/', queryOf(request));
    return { products: route.name === 'list' ? searchProducts(route.category, route.search) : [] };
  });
  app.get<{ Params: { id: string } }>('/api/products/:id', async (request, reply) => {
    const product = findProduct(request.params.id);
    if (product === undefined) return reply.code(404).send({ alert: 'There is no such product.', errors: {} });
    return { products: [product] };
  });
  app.get('/api/visitor', (request, reply) => readVisitor(context, request, reply));
  app.get('/api/cart', (request, reply) => readVisitor(context, request, reply).cart);
  app.get('/api/delivery', async (request, reply) => {
    await context.wait(QUOTES_DELAY_MS);
    return { quotes: quoteDelivery(readVisitor(context, request, reply).cart) };
  });
  app.post<{ Params: { '*': string } }>('/api/*', async (request, reply) => {
    const outcome = await takeForm(context, request.params['*'], request, reply);
    if (outcome === undefined) return reply.code(404).send({ alert: 'There is no such form.', errors: {} });
    if (outcome.status === 200) return { visitor: outcome.visitor, next: outcome.next };
    return reply.code(outcome.status).send({ alert: outcome.alert, errors: outcome.errors });
  });
}
