import { QUANTITY_MAX } from '../shop/cart.ts';
import { html, type Html } from './html.ts';
import { alertBox, picture, price } from './parts.ts';
import { baseOf, type ShopState, type View } from './state.ts';

/** One product, to be put into the cart. */
export function productView(state: ShopState): View {
  const [product] = state.products;
  if (product === undefined) return missingView(state);
  const base = baseOf(state.flavour);
  return {
    title: product.name,
    main: html`<p class="crumbs"><a href="${base}/?category=${product.category}">← ${product.category}</a></p>
      <article class="product">
        <div class="product-picture">${picture(product, 'large')}</div>
        <div>
          <h1 tabindex="-1">${product.name}</h1>
          <p class="product-price">${price(product.priceCents)}</p>
          <p>${product.text}</p>
          <ul class="details">
            ${product.details.map((detail) => html`<li>${detail}</li>`)}
          </ul>
          <form
            method="post"
            action="${base}/cart/add"
            data-form="cart/add"
            data-product="${product.id}"
            data-price="${product.priceCents}"
          >
            ${alertBox(state.form?.alert)}
            <input type="hidden" name="productId" value="${product.id}" />
            <label for="quantity">Quantity</label>
            ${quantityBox('1')}
            <button class="button">Put into the cart</button>
          </form>
        </div>
      </article>`,
  };
}

export function quantityBox(value: string, label?: string): Html {
  return html`<input
    class="quantity"
    ${label === undefined ? html`id="quantity"` : html`aria-label="${label}"`}
    name="quantity"
    type="number"
    min="0"
    max="${QUANTITY_MAX}"
    value="${value}"
    inputmode="numeric"
  />`;
}

export function missingView(state: ShopState): View {
  return {
    title: 'Not here',
    main: html`<section class="intro">
      <h1 tabindex="-1">There is nothing here</h1>
      <p>The page has moved, or never was. <a href="${baseOf(state.flavour)}/">To the shop</a></p>
    </section>`,
  };
}

/** What the single-page shop shows where the server does not answer. A plain link: following it loads the page anew. */
export function unreachableView(href: string): Html {
  return html`<main class="shop">
    <p class="alert" role="alert">The shop can’t be reached. <a href="${href}" target="_self">Try again</a></p>
  </main>`;
}
