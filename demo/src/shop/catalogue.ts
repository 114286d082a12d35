import type { Category, Product } from './model.ts';

/** All that the shop sells. Each product's picture is `/demo/assets/pictures/<id>.svg`. */
export const PRODUCTS: readonly Product[] = [
  {
    id: 'ridge-tent',
    name: 'Ridge tent',
    category: 'camp',
    priceCents: 21_900,
    text: 'Two people, two doors, up in five minutes.',
    details: ['2.1 kg', 'Waxed cotton'],
  },
  {
    id: 'down-bag',
    name: 'Down sleeping bag',
    category: 'camp',
    priceCents: 18_900,
    text: 'Warm to minus six, packs to the size of a loaf.',
    details: ['950 g', 'Left zip'],
  },
  {
    id: 'wool-blanket',
    name: 'Wool blanket',
    category: 'camp',
    priceCents: 7_900,
    text: 'Woven from undyed wool, for nights by the fire.',
    details: ['140 × 200 cm', 'Hand wash'],
  },
  {
    id: 'camp-chair',
    name: 'Camp chair',
    category: 'camp',
    priceCents: 6_400,
    text: 'Folds flat, sits low, and does not tip over.',
    details: ['Ash and canvas', 'Up to 120 kg'],
  },
  {
    id: 'enamel-kettle',
    name: 'Enamel kettle',
    category: 'kitchen',
    priceCents: 4_200,
    text: 'A litre and a half of tea for the whole party.',
    details: ['1.5 l', 'For fire and gas'],
  },
  {
    id: 'gas-stove',
    name: 'Pocket stove',
    category: 'kitchen',
    priceCents: 5_400,
    text: 'Boils half a litre in three minutes.',
    details: ['85 g', 'Screw valve'],
  },
  {
    id: 'enamel-mug',
    name: 'Enamel mug',
    category: 'kitchen',
    priceCents: 1_200,
    text: 'Chips with dignity.',
    details: ['350 ml', 'Steel rim'],
  },
  {
    id: 'steel-flask',
    name: 'Steel flask',
    category: 'kitchen',
    priceCents: 3_400,
    text: 'Hot for twelve hours, cold for a day.',
    details: ['750 ml', 'Leak-proof'],
  },
  {
    id: 'roll-pack',
    name: 'Roll-top backpack',
    category: 'trail',
    priceCents: 12_900,
    text: 'Thirty litres that stay dry in a downpour.',
    details: ['30 l', 'Sealed seams'],
  },
  {
    id: 'leather-boots',
    name: 'Leather boots',
    category: 'trail',
    priceCents: 17_900,
    text: 'Resoled twice, and then once more.',
    details: ['Full-grain leather', 'Sizes 36 to 47'],
  },
  {
    id: 'field-compass',
    name: 'Field compass',
    category: 'trail',
    priceCents: 2_900,
    text: 'Points north, even without a signal.',
    details: ['Liquid filled', 'Metric scale'],
  },
  {
    id: 'folding-knife',
    name: 'Folding knife',
    category: 'trail',
    priceCents: 4_900,
    text: 'One blade, one hook, no regrets.',
    details: ['8 cm blade', 'Walnut handle'],
  },
  {
    id: 'storm-lantern',
    name: 'Storm lantern',
    category: 'light',
    priceCents: 3_900,
    text: 'Twenty hours of light from one filling.',
    details: ['Lamp oil', 'Galvanised steel'],
  },
  {
    id: 'head-lamp',
    name: 'Head lamp',
    category: 'light',
    priceCents: 4_400,
    text: 'Both hands free and the path in sight.',
    details: ['300 lm', 'USB-C'],
  },
  {
    id: 'candle-tin',
    name: 'Candle in a tin',
    category: 'light',
    priceCents: 900,
    text: 'Beeswax, with a lid that keeps the wind out.',
    details: ['30 hours', 'Refillable'],
  },
];

export function findProduct(productId: string): Product | undefined {
  return PRODUCTS.find((other) => other.id === productId);
}

/** Products of the category whose name, text or details contain every word of the search. */
export function searchProducts(category: Category | undefined, search: string): Product[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return PRODUCTS.filter((other) => {
    const haystack = [other.name, other.text, other.category, ...other.details].join(' ').toLowerCase();
    return (category === undefined || other.category === category) && words.every((word) => haystack.includes(word));
  });
}
