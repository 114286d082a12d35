import * as v from 'valibot';
import {
  type Fields,
  FormDone,
  FormRefused,
  type Product,
  ProductsReply,
  type Quote,
  QuotesReply,
  Visitor,
} from '../src/shop/model.ts';

export type FormReply = ({ isDone: true } & FormDone) | ({ isDone: false } & FormRefused);

/** The shop's API as the browser uses it. Every answer is parsed. */
export interface ShopApi {
  getVisitor(): Promise<Visitor>;
  /** @param query such as `?category=camp&q=wool` */
  findProducts(query: string): Promise<Product[]>;
  getProduct(productId: string): Promise<Product[]>;
  getQuotes(): Promise<Quote[]>;
  sendForm(name: string, fields: Fields): Promise<FormReply>;
}

const UNREACHABLE: FormReply = {
  isDone: false,
  alert: 'The shop can’t be reached. Try again in a moment.',
  errors: {},
};

export function createShopApi(base = '/demo/api'): ShopApi {
  const get = async (path: string): Promise<unknown> => (await fetch(base + path)).json();
  return {
    getVisitor: async () => v.parse(Visitor, await get('/visitor')),
    findProducts: async (query) => v.parse(ProductsReply, await get(`/products${query}`)).products,
    getProduct: async (productId) => {
      const reply = v.safeParse(ProductsReply, await get(`/products/${productId}`));
      return reply.success ? reply.output.products : [];
    },
    getQuotes: async () => v.parse(QuotesReply, await get('/delivery')).quotes,
    sendForm: (name, fields) => sendForm(`${base}/${name}`, fields).catch(() => UNREACHABLE),
  };
}

async function sendForm(url: string, fields: Fields): Promise<FormReply> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(fields) });
  const reply: unknown = await response.json();
  if (response.ok) return { isDone: true, ...v.parse(FormDone, reply) };
  return { isDone: false, ...v.parse(FormRefused, reply) };
}
