import { subtotalCents } from '../shop/cart.ts';
import { FREE_DELIVERY_CENTS } from '../shop/delivery.ts';
import type { CartLine } from '../shop/model.ts';
import { html, type Html } from './html.ts';
import { alertBox, picture, price } from './parts.ts';
import { quantityBox } from './productView.ts';
import { baseOf, type ShopState, type View } from './state.ts';

/** What the visitor has chosen so far, and what it costs. */
export function cartView(state: ShopState): View {
  const { cart } = state.visitor;
  const base = baseOf(state.flavour);
  const content = cart.lines.length === 0 ? emptyCart(base) : filledCart(state, base);
  return {
    title: 'Cart',
    mark: 'cart',
    main: html`<h1 tabindex="-1">Your cart</h1>
      ${alertBox(state.form?.alert)}${content}`,
  };
}

function emptyCart(base: string): Html {
  return html`<p class="empty">It is empty. <a href="${base}/">Look around</a></p>`;
}

function filledCart(state: ShopState, base: string): Html {
  const subtotal = subtotalCents(state.visitor.cart);
  const missing = FREE_DELIVERY_CENTS - subtotal;
  return html`<ul class="lines">
      ${state.visitor.cart.lines.map((line) => lineView(line, base))}
    </ul>
    <div class="sum">
      <p><span>Subtotal</span> <strong>${price(subtotal)}</strong></p>
      <p class="quiet">
        ${missing > 0 ? `${price(missing)} more, and delivery is free.` : 'Standard delivery is free.'}
      </p>
      <a class="button" href="${base}/checkout">To the checkout</a>
    </div>`;
}

function lineView({ product, quantity }: CartLine, base: string): Html {
  const id = html`<input type="hidden" name="productId" value="${product.id}" />`;
  return html`<li class="line">
    <a class="line-picture" href="${base}/product/${product.id}" tabindex="-1" aria-hidden="true"
      >${picture(product, 'small')}</a
    >
    <div class="line-name">
      <a href="${base}/product/${product.id}">${product.name}</a>
      <span class="quiet">${price(product.priceCents)} each</span>
    </div>
    <form class="line-quantity" method="post" action="${base}/cart/set" data-form="cart/set">
      ${id}${quantityBox(String(quantity), `Quantity of ${product.name}`)}
      <button class="button button-quiet">Change</button>
    </form>
    <form class="line-remove" method="post" action="${base}/cart/remove" data-form="cart/remove">
      ${id}<button class="button button-quiet" aria-label="Remove ${product.name}">Remove</button>
    </form>
    <strong class="line-price">${price(product.priceCents * quantity)}</strong>
  </li>`;
}
