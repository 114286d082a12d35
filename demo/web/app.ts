import { newVisitor, type Product, type Visitor } from '../src/shop/model.ts';
import { parseRoute, redirectOf, type Route } from '../src/shop/route.ts';
import { renderHtml } from '../src/views/html.ts';
import { unreachableView } from '../src/views/productView.ts';
import { shopView } from '../src/views/shopView.ts';
import { type Agent, createAnnouncer } from './agent.ts';
import { fillQuotes, startBehaviour } from './behaviour.ts';
import { submitForm } from './form.ts';
import { startRouter } from './router.ts';
import type { ShopApi } from './shopApi.ts';

const BASE = '/demo/spa';

/** The shop as a single-page app: the server's views, rendered here. */
export function startApp(options: { window: Window; root: HTMLElement; api: ShopApi; agent: Agent }): void {
  const { window, root, api, agent } = options;
  const { document } = window;
  let visitor: Visitor = newVisitor();
  let visitCount = 0;
  const announce = createAnnouncer(agent);

  const show = async (url: URL): Promise<void> => {
    const visitNumber = (visitCount += 1);
    const route = parseRoute(url.pathname.slice(BASE.length), url.searchParams);
    const instead = redirectOf(route, visitor);
    if (instead !== undefined) {
      router.go(BASE + instead, 'replace');
      return;
    }
    const products = await loadProducts(route, url.search, api);
    // A later visit has overtaken this one.
    if (visitNumber !== visitCount) return;
    const { title, body } = shopView({ flavour: 'spa', route, visitor, products });
    root.innerHTML = renderHtml(body);
    document.title = title;
    window.scrollTo(0, 0);
    root.querySelector('h1')?.focus({ preventScroll: true });
    announce(root);
    await fillQuotes(root, api);
  };
  const visit = (url: URL) => {
    show(url).catch(() => {
      root.innerHTML = renderHtml(unreachableView(url.pathname + url.search));
    });
  };
  const send = async (form: HTMLFormElement): Promise<void> => {
    const reply = await submitForm(form, api);
    if (!reply.isDone) return;
    visitor = reply.visitor;
    router.go(BASE + reply.next);
  };

  const router = startRouter({ window, base: BASE, visit });
  startBehaviour({ document, api, agent });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    if (form.dataset['form'] === undefined) router.go(`${BASE}/?q=${encodeURIComponent(searchOf(form))}`);
    else void send(form);
  });
  void api
    .getVisitor()
    .then((known) => (visitor = known))
    .catch(() => visitor)
    .then(() => visit(new URL(window.location.href)));
}

async function loadProducts(route: Route, query: string, api: ShopApi): Promise<Product[]> {
  if (route.name === 'list') return api.findProducts(query);
  return route.name === 'product' ? api.getProduct(route.productId) : [];
}

function searchOf(form: HTMLFormElement): string {
  const search = new FormData(form).get('q');
  return typeof search === 'string' ? search : '';
}
