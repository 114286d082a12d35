import type { Field } from '../shop/fields.ts';
import type { Fields, Product } from '../shop/model.ts';
import type { ShopState } from './state.ts';
import { flag, html, type Html } from './html.ts';

/** Small pieces that several views share. */

export function price(cents: number): string {
  return cents === 0 ? 'free' : `€ ${(cents / 100).toFixed(2)}`;
}

export function picture(product: Product, size: 'small' | 'large'): Html {
  const [width, height] = size === 'large' ? [800, 600] : [400, 300];
  return html`<img
    src="/demo/assets/pictures/${product.id}.svg"
    alt="${product.name}"
    width="${width}"
    height="${height}"
  />`;
}

/** The message above a form; there from the start, so that screen readers announce what is put into it. */
export function alertBox(message = ''): Html {
  return html`<p class="alert" role="alert" data-alert>${message}</p>`;
}

export function fieldErrors(form: ShopState['form'], name: string): string {
  return form?.errors[name] ?? '';
}

/** A labelled field with its hint and its error. */
export function fieldView(field: Field, values: Fields, errors: Fields): Html {
  const { name, label, autocomplete, type = 'text', inputMode = 'text', hint, isShort } = field;
  const error = errors[name] ?? '';
  return html`<div class="field${isShort === true && ' field-short'}">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      inputmode="${inputMode}"
      autocomplete="${autocomplete}"
      value="${values[name]}"
      aria-describedby="${name}-error${hint !== undefined && ` ${name}-hint`}"
      ${error !== '' && html`aria-invalid="true"`}
    />
    ${hint !== undefined && html`<small id="${name}-hint">${hint}</small>`} ${errorText(name, error)}
  </div>`;
}

export function errorText(name: string, error: string): Html {
  return html`<p class="error" id="${name}-error" data-error="${name}">${error}</p>`;
}

export function choice(options: { group: string; value: string; isChosen: boolean; content: Html }): Html {
  const { group, value, isChosen, content } = options;
  return html`<label class="choice">
    <input type="radio" name="${group}" value="${value}" ${flag('checked', isChosen)} /> ${content}
  </label>`;
}

const STEPS = ['address', 'delivery', 'payment'] as const;

/** Where in the checkout the visitor is. */
export function stepsView(current: (typeof STEPS)[number]): Html {
  const reached = STEPS.indexOf(current);
  return html`<ol class="steps" aria-label="Checkout">
    ${STEPS.map((step, index) => {
      const isCurrent = index === reached;
      return html`<li
        class="${index < reached && 'is-done'}${isCurrent && 'is-current'}"
        ${isCurrent && html`aria-current="step"`}
      >
        ${step}
      </li>`;
    })}
  </ol>`;
}
