import { subtotalCents } from '../shop/cart.ts';
import { ADDRESS_FIELDS, CARD_FIELDS } from '../shop/fields.ts';
import type { Quote } from '../shop/model.ts';
import { TEST_CARDS } from '../shop/payment.ts';
import { html, type Html } from './html.ts';
import { alertBox, choice, errorText, fieldErrors, fieldView, price, stepsView } from './parts.ts';
import { baseOf, type ShopState, type View } from './state.ts';

/** The steps of the checkout. Each has an address of its own and a form that the server checks. */

export function addressView(state: ShopState): View {
  const values = state.form?.values ?? state.visitor.address ?? {};
  const errors = state.form?.errors ?? {};
  return {
    title: 'Address',
    mark: 'checkout.address',
    main: step(state, {
      steps: stepsView('address'),
      heading: 'Where does it go?',
      content: html`<form novalidate method="post" action="${baseOf(state.flavour)}/checkout" data-form="checkout">
        ${alertBox(state.form?.alert)}
        <div class="fields">${ADDRESS_FIELDS.map((field) => fieldView(field, values, errors))}</div>
        <button class="button">Continue to delivery</button>
      </form>`,
    }),
  };
}

export function deliveryView(state: ShopState): View {
  const action = `${baseOf(state.flavour)}/checkout/delivery`;
  return {
    title: 'Delivery',
    mark: 'checkout.delivery',
    main: step(state, {
      steps: stepsView('delivery'),
      heading: 'How shall it come?',
      content: html`<form novalidate method="post" action="${action}" data-form="checkout/delivery">
        ${alertBox(state.form?.alert)}
        <fieldset>
          <legend>Delivery to <span data-rewindow-mask>${state.visitor.address?.['city']}</span></legend>
          <div data-quotes aria-live="polite">${quotesView(state.quotes, state.visitor.quote?.id)}</div>
          ${errorText('delivery', fieldErrors(state.form, 'delivery'))}
        </fieldset>
        <button class="button">Continue to payment</button>
      </form>`,
    }),
  };
}

/** The ways of delivery, or that they are being asked for. */
export function quotesView(quotes: readonly Quote[] | undefined, chosenId: string | undefined): Html {
  if (quotes === undefined) return html`<p class="waiting">Asking the carriers for their prices …</p>`;
  return html`${quotes.map((quote) =>
    choice({
      group: 'delivery',
      value: quote.id,
      isChosen: quote.id === chosenId,
      content: html`<span><strong>${quote.label}</strong> ${quote.text}</span> <span>${price(quote.priceCents)}</span>`,
    }),
  )}`;
}

export function paymentView(state: ShopState): View {
  const base = baseOf(state.flavour);
  return {
    title: 'Payment',
    mark: 'checkout.payment',
    main: step(state, {
      steps: stepsView('payment'),
      heading: 'How do you pay?',
      content: html`<form novalidate method="post" action="${base}/payment" data-form="payment" data-enhance>
        <p class="quiet">
          To <span data-rewindow-mask>${state.visitor.address?.['name']}, ${state.visitor.address?.['street']}</span>
        </p>
        <div class="fields">${CARD_FIELDS.map((field) => fieldView(field, {}, state.form?.errors ?? {}))}</div>
        ${tryOutView()} ${alertBox(state.form?.alert)}
        <button class="button">Pay ${price(totalCents(state))}</button>
      </form>`,
    }),
  };
}

/** What only a demo has: cards to fill in, and a switch that makes every payment fail. */
function tryOutView(): Html {
  return html`<fieldset class="try-out">
    <legend>For trying out</legend>
    <p class="try-cards">
      ${TEST_CARDS.map(
        ({ number, label, says }) =>
          html`<button type="button" class="button button-quiet" data-card="${number}" title="${says}">
            ${label}
          </button>`,
      )}
    </p>
    <label class="switch"><input type="checkbox" role="switch" name="fail" value="on" /> Make payments fail</label>
  </fieldset>`;
}

export function doneView(state: ShopState): View {
  const { order } = state.visitor;
  return {
    title: 'Thank you',
    mark: 'checkout.done',
    main: html`<section class="intro done">
      <img src="/demo/assets/pictures/enamel-mug.svg" alt="" width="280" height="210" />
      <h1 tabindex="-1">Thank you!</h1>
      <p>
        Order <strong>${order?.number}</strong>, ${order?.lineCount} pieces for ${price(order?.totalCents ?? 0)}, is on
        its way.
      </p>
      <p><a class="button" href="${baseOf(state.flavour)}/">Go on looking</a></p>
    </section>`,
  };
}

function step(state: ShopState, parts: { steps: Html; heading: string; content: Html }): Html {
  return html`${parts.steps}
    <div class="checkout">
      <section class="panel">
        <h1 tabindex="-1">${parts.heading}</h1>
        ${parts.content}
      </section>
      ${orderView(state)}
    </div>`;
}

function orderView(state: ShopState): Html {
  const { cart, quote } = state.visitor;
  return html`<aside class="panel order" aria-label="Your order">
    <h2>Your order</h2>
    <ul>
      ${cart.lines.map(
        ({ product, quantity }) =>
          html`<li>
            <span>${quantity} × ${product.name}</span> <span>${price(quantity * product.priceCents)}</span>
          </li>`,
      )}
      <li><span>Delivery</span> <span>${quote === null ? '…' : price(quote.priceCents)}</span></li>
    </ul>
    <p class="total"><span>Total</span> <strong>${price(totalCents(state))}</strong></p>
  </aside>`;
}

function totalCents({ visitor }: ShopState): number {
  return subtotalCents(visitor.cart) + (visitor.quote?.priceCents ?? 0);
}
