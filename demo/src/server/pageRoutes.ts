import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { findProduct, searchProducts } from '../shop/catalogue.ts';
import { Fields, type Product } from '../shop/model.ts';
import { parseRoute, redirectOf, type Route } from '../shop/route.ts';
import { agentView } from '../views/agentView.ts';
import { documentView } from '../views/documentView.ts';
import { html, renderHtml, type Html } from '../views/html.ts';
import { shopView } from '../views/shopView.ts';
import { helpView, startView } from '../views/startView.ts';
import { baseOf, type ShopState } from '../views/state.ts';
import { readVisitor, takeForm, type DemoContext } from './context.ts';
import { originOf, queryOf } from './query.ts';

/** The routes of a form that is not at its page's own address. */
const PAGE_OF_FORM: ReadonlyMap<string, string> = new Map([
  ['payment', '/checkout/payment'],
  ['cart/add', '/cart'],
  ['cart/set', '/cart'],
  ['cart/remove', '/cart'],
  ['profile/leave', '/profile'],
]);

const SHOP_STYLES = ['base', 'shop', 'cart', 'checkout'] as const;

interface Splat {
  Params: { '*': string };
}

/** The pages: the start, the classic shop, and the one page of the single-page shop. */
export function registerPageRoutes(app: FastifyInstance, context: DemoContext): void {
  app.get('/', (_request, reply) => sendStart(reply, 'Rewindow demo', startView()));
  app.get('/help', (_request, reply) => sendStart(reply, 'Other ways to pay', helpView()));
  app.get('/shop', (_request, reply) => reply.redirect('/demo/shop/'));
  app.get('/spa', (_request, reply) => reply.redirect('/demo/spa/'));
  app.get<Splat>('/shop/*', (request, reply) => {
    const state = stateOf(`/${request.params['*']}`, queryOf(request), readVisitor(context, request, reply));
    const instead = redirectOf(state.route, state.visitor);
    if (instead !== undefined) return reply.redirect(baseOf('shop') + instead);
    return sendShop(context, request, reply, state);
  });
  app.post<Splat>('/shop/*', async (request, reply) => {
    const name = request.params['*'];
    const outcome = await takeForm(context, name, request, reply);
    if (outcome?.status === 200) return reply.redirect(baseOf('shop') + outcome.next, 303);
    const state = stateOf(
      PAGE_OF_FORM.get(name) ?? `/${name}`,
      new URLSearchParams(),
      readVisitor(context, request, reply),
    );
    if (outcome === undefined) return sendShop(context, request, reply.code(404), state);
    const values = v.safeParse(Fields, request.body);
    const form = { values: values.success ? values.output : {}, errors: outcome.errors, alert: outcome.alert };
    return sendShop(context, request, reply.code(outcome.status), { ...state, form });
  });
  app.get('/spa/*', (_request, reply) => sendHtml(reply, singlePage(context)));
}

function stateOf(path: string, query: URLSearchParams, visitor: ShopState['visitor']): ShopState {
  const route = parseRoute(path, query);
  return { flavour: 'shop', route, visitor, products: productsOf(route) };
}

function productsOf(route: Route): Product[] {
  if (route.name === 'list') return searchProducts(route.category, route.search);
  const product = route.name === 'product' ? findProduct(route.productId) : undefined;
  return product === undefined ? [] : [product];
}

function sendShop(context: DemoContext, request: FastifyRequest, reply: FastifyReply, state: ShopState): FastifyReply {
  const { title, body } = shopView(state);
  const isMissing = state.route.name === 'missing' || (state.route.name === 'product' && state.products.length === 0);
  if (isMissing) void reply.code(404);
  const agent = agentView({ appKey: context.agentKey, origin: originOf(request) });
  const head = html`${agent}
    <script type="module" src="/demo/assets/shop.js"></script>`;
  return sendHtml(reply, documentView({ title, styles: SHOP_STYLES, head, body }));
}

function sendStart(reply: FastifyReply, title: string, body: Html): FastifyReply {
  return sendHtml(reply, documentView({ title, styles: ['base', 'start'], body }));
}

function singlePage({ agentKey }: DemoContext): Html {
  return documentView({
    title: 'Pine & Kettle',
    styles: SHOP_STYLES,
    head: html`<script type="module" src="/demo/assets/spa.js"></script>`,
    body: html`<div id="app" data-app="${agentKey}"></div>
      <noscript
        ><p>This flavour of the shop needs JavaScript. <a href="/demo/shop/">The other one</a> does not.</p></noscript
      >`,
  });
}

function sendHtml(reply: FastifyReply, page: Html): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(renderHtml(page));
}
