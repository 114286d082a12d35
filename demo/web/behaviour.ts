import { renderHtml } from '../src/views/html.ts';
import { quotesView } from '../src/views/checkoutViews.ts';
import type { Agent } from './agent.ts';
import { breakSomething } from './breakSomething.ts';
import type { ShopApi } from './shopApi.ts';

/** What both flavours do besides showing pages: listening at the document, so that it holds for every page to come. */
export function startBehaviour(options: { document: Document; api: ShopApi; agent: Agent }): { stop(): void } {
  const { document, api, agent } = options;
  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener('submit', (event) => trackCart(event.target, agent), { signal, capture: true });
  document.addEventListener('click', (event) => fillCard(event.target), { signal });
  document.addEventListener('click', (event) => breakSomething(event.target, api), { signal });
  return { stop: () => ending.abort() };
}

/** Asks the carriers where the page has a place for their quotes. */
export async function fillQuotes(root: ParentNode, api: ShopApi): Promise<void> {
  const place = root.querySelector<HTMLElement>('[data-quotes]');
  if (place === null) return;
  const quotes = await api.getQuotes();
  place.innerHTML = renderHtml(quotesView(quotes, quotes[0]?.id));
}

function trackCart(target: EventTarget | null, agent: Agent): void {
  if (!(target instanceof HTMLFormElement) || target.dataset['form'] !== 'cart/add') return;
  const quantity = Number(new FormData(target).get('quantity'));
  const { product = '', price = '0' } = target.dataset;
  agent.track('cart.add', { product, quantity, price: Number(price) / 100 });
}

/** Types a card for trying out, as a visitor would: with the events that belong to it. */
function fillCard(target: EventTarget | null): void {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null;
  const form = button?.closest('form');
  if (button === null || form === null || form === undefined) return;
  const values = { holder: 'Ada Lovelace', number: button.dataset['card'] ?? '', expires: '09/39', code: '123' };
  for (const [name, value] of Object.entries(values)) {
    const input = form.elements.namedItem(name);
    if (!(input instanceof HTMLInputElement)) continue;
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }
}
