import { describe, expect, it } from 'vitest';
import { newVisitor, type Visitor } from '../../../demo/src/shop/model.ts';
import { parseRoute, type Route } from '../../../demo/src/shop/route.ts';
import { PRODUCTS } from '../../../demo/src/shop/catalogue.ts';
import { html, renderHtml, type Html } from '../../../demo/src/views/html.ts';
import { shopView } from '../../../demo/src/views/shopView.ts';
import type { ShopState } from '../../../demo/src/views/state.ts';

const HOSTILE = `"><img src=x onerror=alert(1)>'&`;
const [FIRST] = PRODUCTS;
if (FIRST === undefined) throw new Error('the catalogue is empty');

const PATHS = ['/', '/product/ridge-tent', '/cart', '/checkout', '/checkout/delivery', '/checkout/payment'];
const MORE_PATHS = ['/checkout/done', '/profile', '/break', '/nowhere'];

function hostileVisitor(): Visitor {
  const fields = Object.fromEntries(['name', 'email', 'street', 'postcode', 'city'].map((name) => [name, HOSTILE]));
  return {
    ...newVisitor(),
    cart: { lines: [{ product: { ...FIRST!, name: HOSTILE, text: HOSTILE, details: [HOSTILE] }, quantity: 1 }] },
    user: { name: HOSTILE, club: true },
    address: fields,
    quote: { id: HOSTILE, label: HOSTILE, text: HOSTILE, priceCents: 100 },
    order: { number: HOSTILE, lineCount: 1, totalCents: 100 },
  };
}

function hostileState(route: Route): ShopState {
  const visitor = hostileVisitor();
  const products = visitor.cart.lines.map((line) => line.product);
  const form = { values: { name: HOSTILE }, errors: { name: HOSTILE, delivery: HOSTILE }, alert: HOSTILE };
  return { flavour: 'shop', route, visitor, products, quotes: [visitor.quote!], form };
}

describe('html', () => {
  it('escapes texts, in elements and in attributes', () => {
    expect(renderHtml(html`<p title="${HOSTILE}">${HOSTILE}</p>`)).toBe(
      '<p title="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;">&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;</p>',
    );
  });

  it('takes markup, lists and numbers as they are, and shows nothing for what is not there', () => {
    expect(renderHtml(html`${html`<b>${1}</b>`}${[html`<i></i>`, 'a&b']}${false}${null}${undefined}`)).toBe(
      '<b>1</b><i></i>a&amp;b',
    );
  });

  it('never takes parsed JSON for markup', () => {
    const forged: unknown = JSON.parse('{"markup":"<script>","Symbol(markup)":"<script>"}');
    expect(() => renderHtml(html`${forged as Html}`)).toThrow();
  });
});

describe('shopView', () => {
  it.each([...PATHS, ...MORE_PATHS])('keeps hostile texts from becoming elements at %s', (path) => {
    const { title, body } = shopView(hostileState(parseRoute(path, new URLSearchParams())));
    const markup = renderHtml(html`<title>${title}</title>${body}`);
    expect(markup).toContain('&lt;img');
    expect(markup).not.toContain('<img src=x');
    expect(markup).not.toContain(HOSTILE);
  });

  it('shows the search as it was typed, escaped', () => {
    const route = parseRoute('/', new URLSearchParams({ q: HOSTILE }));
    const markup = renderHtml(shopView({ flavour: 'spa', route, visitor: newVisitor(), products: [] }).body);
    expect(markup).toContain('value="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;"');
  });

  it('never writes what was typed as a card into the page', () => {
    const form = { values: { number: '4000 0000 0000 0002', code: '737' }, errors: { code: 'Wrong.' }, alert: 'No.' };
    const route: Route = { name: 'payment' };
    const markup = renderHtml(shopView({ ...hostileState(route), form }).body);
    expect(markup).toContain('Wrong.');
    expect(markup).not.toContain('value="4000');
    expect(markup).not.toContain('737');
  });

  it('differs between the flavours in addresses only', () => {
    const of = (flavour: ShopState['flavour']) =>
      renderHtml(shopView({ ...hostileState({ name: 'cart' }), flavour }).body).replace(/<footer.*<\/footer>/s, '');
    expect(of('spa').replaceAll('/demo/spa', '/demo/shop')).toBe(of('shop'));
    expect(of('spa')).not.toContain('/demo/shop');
  });
});
