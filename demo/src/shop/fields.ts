import type { Fields } from './model.ts';

/** A field of a form: how it is shown and what is wrong with a value. One list serves the view and the check. */
export interface Field {
  name: string;
  label: string;
  autocomplete: string;
  type?: 'text' | 'email';
  inputMode?: 'text' | 'numeric' | 'email';
  hint?: string;
  /** Takes half of the row where there is room. */
  isShort?: boolean;
  /** The message for a bad value. `at` is the time of the check in epoch milliseconds. */
  check(value: string, at: number): string | undefined;
}

const atLeast = (count: number, message: string) => (value: string) => (value.length < count ? message : undefined);
const matches = (pattern: RegExp, message: string) => (value: string) => (pattern.test(value) ? undefined : message);

export const ADDRESS_FIELDS: readonly Field[] = [
  { name: 'name', label: 'Full name', autocomplete: 'name', check: atLeast(2, 'Tell us who receives the parcel.') },
  {
    name: 'email',
    label: 'E-mail',
    autocomplete: 'email',
    type: 'email',
    inputMode: 'email',
    hint: 'For the confirmation only.',
    check: matches(/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/, 'That is not an e-mail address, such as ada@example.com.'),
  },
  {
    name: 'street',
    label: 'Street and number',
    autocomplete: 'street-address',
    check: matches(/\p{L}.*\d|\d.*\p{L}/u, 'Street and house number are both needed.'),
  },
  {
    name: 'postcode',
    label: 'Postcode',
    autocomplete: 'postal-code',
    isShort: true,
    check: matches(/^[\dA-Za-z][\dA-Za-z -]{2,9}$/, 'A postcode has 3 to 10 letters or digits.'),
  },
  {
    name: 'city',
    label: 'City',
    autocomplete: 'address-level2',
    isShort: true,
    check: atLeast(2, 'Which city does it go to?'),
  },
];

export const CARD_FIELDS: readonly Field[] = [
  { name: 'holder', label: 'Name on the card', autocomplete: 'cc-name', check: atLeast(2, 'The name is missing.') },
  {
    name: 'number',
    label: 'Card number',
    autocomplete: 'cc-number',
    inputMode: 'numeric',
    hint: 'Any 12 to 19 digits. Nothing is charged.',
    check: matches(/^(?:\d[ -]?){11,18}\d$/, 'A card number has 12 to 19 digits.'),
  },
  {
    name: 'expires',
    label: 'Valid until',
    autocomplete: 'cc-exp',
    inputMode: 'numeric',
    hint: 'MM/YY',
    isShort: true,
    check: checkExpiry,
  },
  {
    name: 'code',
    label: 'Security code',
    autocomplete: 'cc-csc',
    inputMode: 'numeric',
    isShort: true,
    check: matches(/^\d{3,4}$/, 'The 3 or 4 digits from the back.'),
  },
];

/** Messages by field name; empty where all is well. Values are trimmed before. */
export function checkFields(fields: readonly Field[], values: Fields, at: number): Fields {
  const errors = fields.map((field) => [field.name, field.check((values[field.name] ?? '').trim(), at)] as const);
  return Object.fromEntries(errors.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The named fields' trimmed values and nothing else. */
export function pickFields(fields: readonly Field[], values: Fields): Fields {
  return Object.fromEntries(fields.map((field) => [field.name, (values[field.name] ?? '').trim()]));
}

function checkExpiry(value: string, at: number): string | undefined {
  const [, month = '', year = ''] = /^(0[1-9]|1[0-2])\s*\/\s*(\d\d)$/.exec(value) ?? [];
  if (month === '') return 'Month and year, such as 09/31.';
  // A card is good until the end of its month.
  return Date.UTC(2000 + Number(year), Number(month), 1) > at ? undefined : 'This card has expired.';
}
