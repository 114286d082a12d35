import { countItems } from '../shop/cart.ts';
import type { Route } from '../shop/route.ts';
import { breakView } from './breakView.ts';
import { cartView } from './cartView.ts';
import { addressView, deliveryView, doneView, paymentView } from './checkoutViews.ts';
import { html, type Html } from './html.ts';
import { listView } from './listView.ts';
import { missingView, productView } from './productView.ts';
import { profileView } from './profileView.ts';
import { baseOf, type ShopState, type View } from './state.ts';

const VIEWS: Readonly<Record<Route['name'], (state: ShopState) => View>> = {
  list: listView,
  product: productView,
  cart: cartView,
  address: addressView,
  delivery: deliveryView,
  payment: paymentView,
  done: doneView,
  profile: profileView,
  break: breakView,
  missing: missingView,
};

/**
 * The whole page of the shop. The root element says what the agent is to be told: the mark that was reached by getting
 * here, and who the visitor is.
 */
export function shopView(state: ShopState): { title: string; body: Html } {
  const view = VIEWS[state.route.name](state);
  const { user } = state.visitor;
  return {
    title: `${view.title} · Pine & Kettle`,
    body: html`<div
      class="shop"
      data-mark="${view.mark}"
      data-user="${user?.name}"
      data-club="${user?.club === true && 'yes'}"
    >
      ${headerView(state)}
      <main id="main">${view.main}</main>
      ${footerView(state)}
    </div>`,
  };
}

function headerView(state: ShopState): Html {
  const base = baseOf(state.flavour);
  const count = countItems(state.visitor.cart);
  const search = state.route.name === 'list' ? state.route.search : '';
  return html`<a class="skip" href="#main">To the content</a>
    <header class="header">
      <a class="brand" href="${base}/">Pine &amp; Kettle</a>
      <form class="search" method="get" action="${base}/" role="search">
        <input type="search" name="q" aria-label="Search the shop" placeholder="Search" value="${search}" />
        <button class="button button-quiet">Search</button>
      </form>
      <nav class="nav" aria-label="Shop">
        <a href="${base}/profile">${state.visitor.user?.name ?? 'Sign in'}</a>
        <a href="${base}/cart">Cart <span class="badge" aria-label="${count} pieces">${count}</span></a>
      </nav>
    </header>`;
}

function footerView({ flavour }: ShopState): Html {
  const kind = flavour === 'shop' ? 'many pages, with the script tag' : 'one page, with the npm package';
  return html`<footer class="footer">
    <p>A demo of Rewindow: ${kind}. Nothing is sold here.</p>
    <p>
      <a href="/demo/">What to try</a>
      <a href="${baseOf(flavour)}/break">Break something</a>
      <a href="/">Operator’s console</a>
    </p>
  </footer>`;
}
