import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { registerDemo } from '../../../demo/src/plugin.ts';
import { Cart, FormRefused, newVisitor, ProductsReply, Visitor } from '../../../demo/src/shop/model.ts';
import { createVisitors } from '../../../demo/src/shop/visitors.ts';

const ADDRESS = { name: 'Ada Lovelace', email: 'ada@example.com', street: 'Ring 7', postcode: '0150', city: 'Oslo' };
const CARD = { holder: 'Ada Lovelace', number: '4242 4242 4242 4242', expires: '09/39', code: '123' };

interface Shop {
  app: FastifyInstance;
  waitedMs: number[];
}

const test = it.extend<{ shop: Shop }>({
  shop: async ({ task: _task }, use) => {
    const shop = { app: Fastify(), waitedMs: [] as number[] };
    await registerDemo(shop.app, {
      agentKey: 'demo',
      now: () => Date.UTC(2026, 10, 21),
      newId: () => crypto.randomUUID(),
      wait: async (delayMs) => void shop.waitedMs.push(delayMs),
      assetFolder: fileURLToPath(new URL('../../../demo/web/public', import.meta.url)),
    });
    await use(shop);
    await shop.app.close();
  },
});

/** A browser that keeps the shop's cookie. */
function createBrowser({ app }: Shop) {
  let cookie = '';
  const keep = (reply: Awaited<ReturnType<FastifyInstance['inject']>>) => {
    cookie = String(reply.headers['set-cookie'] ?? cookie).split(';')[0] ?? '';
    return reply;
  };
  return {
    get: async (url: string) => keep(await app.inject({ url, headers: { cookie } })),
    send: async (url: string, payload: object) =>
      keep(await app.inject({ method: 'POST', url, payload, headers: { cookie } })),
    sendForm: async (url: string, fields: Record<string, string>) =>
      keep(
        await app.inject({
          method: 'POST',
          url,
          payload: new URLSearchParams(fields).toString(),
          headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        }),
      ),
  };
}

async function browserAtPayment(shop: Shop) {
  const browser = createBrowser(shop);
  await browser.send('/demo/api/cart/add', { productId: 'ridge-tent', quantity: '2' });
  await browser.send('/demo/api/checkout', ADDRESS);
  await browser.send('/demo/api/checkout/delivery', { delivery: 'express' });
  return browser;
}

describe('payment', () => {
  test.for([
    ['4242 4242 4242 4242', 200, 400],
    ['4000 0000 0000 0002', 402, 400],
    ['4000 0000 0006 0005', 200, 5_000],
    ['4000 0000 0000 0009', 500, 400],
  ])('by the card %s ends with %i after %i ms', async ([number, status, delayMs], { shop }) => {
    const browser = await browserAtPayment(shop);
    const reply = await browser.send('/demo/api/payment', { ...CARD, number });
    expect(reply.statusCode).toBe(status);
    expect(shop.waitedMs.at(-1)).toBe(delayMs);
    const visitor = v.parse(Visitor, (await browser.get('/demo/api/visitor')).json());
    expect(visitor.cart.lines).toHaveLength(status === 200 ? 0 : 1);
    expect(visitor.order === null).toBe(status !== 200);
  });

  test('is refused whatever the card where the switch says so', async ({ shop }) => {
    const browser = await browserAtPayment(shop);
    const reply = await browser.send('/demo/api/payment', { ...CARD, fail: 'on' });
    expect(reply.statusCode).toBe(402);
    expect(v.parse(FormRefused, reply.json()).alert).toMatch(/refused/);
  });

  test('checks the fields first', async ({ shop }) => {
    const browser = await browserAtPayment(shop);
    const reply = await browser.send('/demo/api/payment', { number: '4000 0000 0000 0002' });
    expect(reply.statusCode).toBe(422);
    expect(Object.keys(v.parse(FormRefused, reply.json()).errors)).toEqual(['holder', 'expires', 'code']);
  });

  test('takes the money once when the button is pressed twice', async ({ shop }) => {
    const browser = await browserAtPayment(shop);
    const statuses = await Promise.all([
      browser.send('/demo/api/payment', CARD),
      browser.send('/demo/api/payment', CARD),
    ]);
    expect(statuses.map((reply) => reply.statusCode).sort()).toEqual([200, 409]);
  });
});

describe('the shop of many pages', () => {
  test('is walked through with plain forms', async ({ shop }) => {
    const browser = createBrowser(shop);
    const added = await browser.sendForm('/demo/shop/cart/add', { productId: 'ridge-tent', quantity: '1' });
    expect([added.statusCode, added.headers.location]).toEqual([303, '/demo/shop/cart']);
    const bad = await browser.sendForm('/demo/shop/checkout', { ...ADDRESS, email: '"><script>' });
    expect(bad.statusCode).toBe(422);
    expect(bad.body).toContain('aria-invalid="true"');
    expect(bad.body).toContain('value="&quot;&gt;&lt;script&gt;"');
    await browser.sendForm('/demo/shop/checkout', ADDRESS);
    await browser.sendForm('/demo/shop/checkout/delivery', { delivery: 'pickup' });
    const refused = await browser.sendForm('/demo/shop/payment', { ...CARD, number: '4000 0000 0000 0002' });
    expect(refused.statusCode).toBe(402);
    expect(refused.body).toContain('Your bank refused the payment');
    expect(refused.body).not.toContain('value="4000');
    const paid = await browser.sendForm('/demo/shop/payment', CARD);
    expect(paid.headers.location).toBe('/demo/shop/checkout/done');
    expect((await browser.get('/demo/shop/checkout/done')).body).toContain('Thank you');
  });

  test('sends back whoever skips a step', async ({ shop }) => {
    const reply = await createBrowser(shop).get('/demo/shop/checkout/payment');
    expect([reply.statusCode, reply.headers.location]).toEqual([302, '/demo/shop/cart']);
  });

  test('carries the script tag with key and origin', async ({ shop }) => {
    const { body } = await shop.app.inject({ url: '/demo/shop/', headers: { host: 'shop.example' } });
    expect(body).toContain('src="/agent/rewindow.js"');
    expect(body).toContain('data-app="demo"');
    expect(body).toContain('data-monitor="http://shop.example"');
  });

  test('answers 404 to what is not there', async ({ shop }) => {
    for (const url of [
      '/demo/shop/nowhere',
      '/demo/shop/product/gone',
      '/demo/assets/../package.json',
      '/demo/api/no',
    ]) {
      expect((await shop.app.inject({ url })).statusCode).toBe(404);
    }
    expect((await shop.app.inject({ method: 'POST', url: '/demo/shop/no' })).statusCode).toBe(404);
    expect((await shop.app.inject({ method: 'POST', url: '/demo/api/constructor' })).statusCode).toBe(404);
  });
});

describe('the API', () => {
  test('keeps visitors apart', async ({ shop }) => {
    const [one, other] = [createBrowser(shop), createBrowser(shop)];
    await one.send('/demo/api/cart/add', { productId: 'enamel-mug', quantity: '3' });
    expect(v.parse(Cart, (await one.get('/demo/api/cart')).json()).lines).toHaveLength(1);
    expect(v.parse(Cart, (await other.get('/demo/api/cart')).json()).lines).toHaveLength(0);
  });

  test('finds products by category and word', async ({ shop }) => {
    const { products } = v.parse(
      ProductsReply,
      (await shop.app.inject({ url: '/demo/api/products?category=kitchen&q=mug' })).json(),
    );
    expect(products.map(({ id }) => id)).toEqual(['enamel-mug']);
  });

  test('lets the carriers take their time', async ({ shop }) => {
    await createBrowser(shop).get('/demo/api/delivery');
    expect(shop.waitedMs).toEqual([1_500]);
  });

  test.for([{ productId: null }, { productId: 7 }, { productId: 'x'.repeat(501) }, { productId: { a: 1 } }])(
    'refuses the body %j',
    async (payload, { shop }) => {
      expect((await createBrowser(shop).send('/demo/api/cart/add', payload)).statusCode).toBe(422);
    },
  );

  test('serves files with an ETag', async ({ shop }) => {
    const url = '/demo/assets/pictures/ridge-tent.svg';
    const reply = await shop.app.inject({ url });
    expect(reply.headers['content-type']).toBe('image/svg+xml');
    const again = await shop.app.inject({ url, headers: { 'if-none-match': String(reply.headers.etag) } });
    expect(again.statusCode).toBe(304);
  });
});

describe('visitors', () => {
  it('are forgotten, the longest unseen first, when there are too many', () => {
    const visitors = createVisitors(2);
    const named = (name: string) => ({ ...newVisitor(), user: { name, club: false } });
    visitors.write('one', named('One'));
    visitors.write('two', named('Two'));
    visitors.write('one', named('One again'));
    visitors.write('three', named('Three'));
    expect(['one', 'two', 'three'].map((id) => visitors.read(id).user?.name)).toEqual([
      'One again',
      undefined,
      'Three',
    ]);
  });
});
