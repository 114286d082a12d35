import { CATEGORIES, type Product } from '../shop/model.ts';
import { html, type Html } from './html.ts';
import { picture, price } from './parts.ts';
import { baseOf, type ShopState, type View } from './state.ts';

const LABELS = { camp: 'Camp', kitchen: 'Kitchen', trail: 'Trail', light: 'Light' } as const;

/** What the shop sells, narrowed by category and search. */
export function listView(state: ShopState): View {
  const { route, products, flavour } = state;
  const category = route.name === 'list' ? route.category : undefined;
  const search = route.name === 'list' ? route.search : '';
  const title = category === undefined ? 'Things for outside' : LABELS[category];
  const found = search === '' ? `${products.length} things` : `${products.length} found for “${search}”`;
  return {
    title,
    main: html`<section class="intro">
        <h1 tabindex="-1">${title}</h1>
        <p>Made to be repaired. ${found}.</p>
      </section>
      <nav class="filters" aria-label="Categories">
        ${filter({ flavour, label: 'All', isCurrent: category === undefined })}
        ${CATEGORIES.map((id) => filter({ flavour, label: LABELS[id], category: id, isCurrent: id === category }))}
      </nav>
      ${products.length === 0 && html`<p class="empty">Nothing fits. Try another word, or look at everything.</p>`}
      <ul class="grid">
        ${products.map((product) => card(product, baseOf(flavour)))}
      </ul>`,
  };
}

function filter(entry: { flavour: ShopState['flavour']; label: string; category?: string; isCurrent: boolean }): Html {
  const query = entry.category === undefined ? '' : `?category=${entry.category}`;
  return html`<a href="${baseOf(entry.flavour)}/${query}" ${entry.isCurrent && html` aria-current="page"`}
    >${entry.label}</a
  >`;
}

function card(product: Product, base: string): Html {
  return html`<li class="card">
    <a href="${base}/product/${product.id}">
      ${picture(product, 'small')}
      <span class="card-name">${product.name}</span>
      <span class="card-price">${price(product.priceCents)}</span>
    </a>
  </li>`;
}
